package dev.jdock.linux.deflate;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The JDK's. */
final class ZlibInflater implements RawInflater {
  private final Inflater inflater = new Inflater(true);

  @Override
  public void input(byte[] bytes, int offset, int length) {
    inflater.setInput(bytes, offset, length);
  }

  @Override
  public int inflate(byte[] target, int offset, int length) throws DataFormatException {
    int count = inflater.inflate(target, offset, length);
    if (count == 0 && inflater.needsDictionary()) {
      throw new DataFormatException("dictionary needed");
    }
    return count;
  }

  @Override
  public boolean finished() {
    return inflater.finished();
  }

  @Override
  public int unused() {
    return inflater.getRemaining();
  }

  @Override
  public void reset() {
    inflater.reset();
  }

  @Override
  public void close() {
    inflater.close();
  }
}
