package dev.jdock.runtime.template;

/**
 * A template that cannot be parsed or executed; the message is the one of Go's text/template,
 * {@code template: :1: ...}.
 */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }
}
