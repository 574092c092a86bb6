import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes jffi's version into the class that reads it by reflection, run by the build: {@code
 * PatchJffi.java FOREIGN_CLASS}, with jffi in the class path. The JVM reads a field by a
 * method handle, for which it assembles a class in each process, however the field is read.
 */
final class PatchJffi {
  private static final String READER = "getVersionField";
  private static final int PARTS = 3;

  private PatchJffi() {}

  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    Path file = Path.of(arguments[0]);
    ClassFile format = ClassFile.of();
    ClassModel foreign = format.parse(file);
    Constants constants = new Constants();
    byte[] changed =
        format.transformClass(
            foreign,
            ClassTransform.transformingMethodBodies(
                method -> method.methodName().equalsString("<clinit>"), constants));
    if (constants.written != PARTS) {
      throw new IllegalStateException(file + " reads " + constants.written + " parts of its version");
    }
    Files.write(file, changed);
  }

  /** Instead of {@code getVersionField("MAJOR")} the number that it returns. */
  private static final class Constants implements CodeTransform {
    private static final ClassDesc FOREIGN = ClassDesc.of("com.kenai.jffi.Foreign");

    private String name = "";
    private int written;

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof ConstantInstruction constant
          && constant.constantValue() instanceof String text) {
        name = text;
      }
      if (element instanceof InvokeInstruction call
          && call.owner().asSymbol().equals(FOREIGN)
          && call.name().equalsString(READER)) {
        code.pop().loadConstant(part(name));
        written++;
      } else {
        code.with(element);
      }
    }

    private static int part(String name) {
      try {
        return Class.forName("com.kenai.jffi.Version").getField(name).getInt(null);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("jffi has no version's " + name, e);
      }
    }
  }
}
