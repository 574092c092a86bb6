package dev.jdock.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.jdock.runtime.io.OutputPump;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which part may know which: of all modules, because this one sees all. */
class ArchitectureTest {
  private static final JavaClasses JDOCK =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.jdock");

  private static final DescribedPredicate<JavaClass> LAUNCHER =
      resideInAPackage("dev.jdock.cli.launcher..");

  /** A launcher is a process of its own, and these two set the engine's process up. */
  private static final DescribedPredicate<JavaClass> MAINS =
      LAUNCHER
          .or(simpleName("EngineMain"))
          .or(simpleName("EngineTraining"))
          .or(simpleName("TrainingRegistry"))
          .or(simpleName("DoctorMain"))
          .as("belong to the launcher or are a process's main");

  /** A pattern such as {@code dev.jdock.cli.(**)} would leave the package dev.jdock.cli out. */
  private static final SliceAssignment EACH_PACKAGE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
          return "each package";
        }
      };

  @Test
  void modulesDependOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("native")
        .definedBy("dev.jdock.linux..")
        .layer("image")
        .definedBy("dev.jdock.image..")
        .layer("runtime")
        .definedBy("dev.jdock.runtime..")
        .layer("api")
        .definedBy("dev.jdock.api..")
        .layer("cli")
        .definedBy("dev.jdock.cli..")
        .whereLayer("native")
        .mayNotAccessAnyLayer()
        .whereLayer("image")
        .mayOnlyAccessLayers("native")
        .whereLayer("runtime")
        .mayOnlyAccessLayers("native", "image")
        .whereLayer("api")
        .mayOnlyAccessLayers("native", "image", "runtime")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(JDOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux", "image", "runtime", "api", "cli"})
  void packagesHaveNoCycles(String module) {
    slices()
        .assignedFrom(EACH_PACKAGE)
        .should()
        .beFreeOfCycles()
        .check(JDOCK.that(resideInAPackage("dev.jdock." + module + "..")));
  }

  @Test
  void onlyNativeCodeCallsTheCLibrary() {
    noClasses()
        .that(not(resideInAPackage("dev.jdock.linux..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.jdock.linux.libc..", "jnr..", "com.kenai.."))
        .check(JDOCK);
  }

  @Test
  void onlyTheCommandLineParsesArguments() {
    noClasses()
        .that(not(resideInAPackage("dev.jdock.cli..")))
        .should()
        .dependOnClassesThat(resideInAPackage("picocli.."))
        .check(JDOCK);
  }

  /** The engine's own streams are its log; commands have those of an Invocation. */
  @Test
  void onlyLauncherAndEngineUseTheProcessesStreams() {
    noClasses()
        .that(not(LAUNCHER.or(resideInAPackage("dev.jdock.cli.engine.."))))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .check(JDOCK);
  }

  @Test
  void onlyMainsEndTheProcessOrReadItsEnvironment() {
    noClasses()
        .that(not(MAINS))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(JDOCK);
  }

  /** A relative path would be the engine's, not the user's. */
  @Test
  void nobodyAsksForTheWorkingDirectory() {
    DescribedPredicate<JavaMethodCall> askForIt =
        DescribedPredicate.describe(
            "make a path absolute by the process's working directory",
            call ->
                call.getTargetOwner().isAssignableTo(java.nio.file.Path.class)
                    && call.getName().equals("toAbsolutePath"));
    noClasses().that(not(MAINS)).should().callMethodWhere(askForIt).check(JDOCK);
  }

  private static final DescribedPredicate<JavaClass> TAKES_OUTPUT =
      assignableTo(OutputPump.Receiver.class).as("take containers' output");

  /**
   * They are called by threads that serve all containers: a client that stands still has its own.
   */
  @Test
  void whatTakesContainersOutputIsAQueueOrALog() {
    classes()
        .that(TAKES_OUTPUT)
        .should()
        .resideInAnyPackage("dev.jdock.runtime.io", "dev.jdock.runtime.log")
        .check(JDOCK);
    DescribedPredicate<JavaMethodCall> writeToStreams =
        DescribedPredicate.describe(
            "write to streams",
            call ->
                call.getTargetOwner().isAssignableTo(OutputStream.class)
                    && !call.getTargetOwner().isAssignableTo(ByteArrayOutputStream.class));
    noClasses().that(TAKES_OUTPUT).should().callMethodWhere(writeToStreams).check(JDOCK);
  }
}
