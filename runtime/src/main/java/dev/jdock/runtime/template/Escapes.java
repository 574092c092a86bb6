package dev.jdock.runtime.template;

import dev.jdock.image.text.GoQuote;

/** The escapes of Go's {@code html} and {@code js} functions. */
final class Escapes {
  private Escapes() {}

  static String html(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case 0 -> out.append('\uFFFD');
            case '"' -> out.append("&#34;");
            case '\'' -> out.append("&#39;");
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            default -> out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  static String js(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\\' -> out.append("\\\\");
            case '\'' -> out.append("\\'");
            case '"' -> out.append("\\\"");
            case '<' -> out.append("\\u003C");
            case '>' -> out.append("\\u003E");
            case '&' -> out.append("\\u0026");
            case '=' -> out.append("\\u003D");
            default -> {
              if (c < 0x20 || !GoQuote.printable(c)) {
                out.append(String.format("\\u%04X", c));
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    return out.toString();
  }
}
