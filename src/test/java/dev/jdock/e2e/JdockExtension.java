package dev.jdock.e2e;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the program, and takes away what each leaves. */
final class JdockExtension implements ParameterResolver, AfterEachCallback, ExecutionCondition {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(JdockExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Jdock.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return suite(context).jdock();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    suite(context).jdock().removeLeavings();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<JdockOnly> only = context.getElement().map(JdockExtension::jdockOnly);
    return only.isPresent() && suite(context).jdock().isReal()
        ? ConditionEvaluationResult.disabled("jdock only: " + only.get().value())
        : ConditionEvaluationResult.enabled("");
  }

  private static JdockOnly jdockOnly(AnnotatedElement element) {
    return element.getAnnotation(JdockOnly.class);
  }

  private static Suite suite(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Suite.class, key -> Suite.open(), Suite.class);
  }
}
