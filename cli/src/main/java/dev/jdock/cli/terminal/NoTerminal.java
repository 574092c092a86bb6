package dev.jdock.cli.terminal;

/** That of a caller who has none. */
public final class NoTerminal implements Terminal {
  @Override
  public boolean inputIsTerminal() {
    return false;
  }

  @Override
  public boolean outputIsTerminal() {
    return false;
  }

  @Override
  public boolean errorIsTerminal() {
    return false;
  }

  @Override
  public Size size() {
    return new Size(24, 80);
  }

  @Override
  public Mode raw() {
    return () -> {};
  }

  @Override
  public Mode withoutEcho() {
    return () -> {};
  }
}
