package dev.jdock.linux.deflate;

import jnr.ffi.Pointer;

/** What is used of {@code isa-l/igzip_lib.h}; public for jnr-ffi alone. */
public interface IsalLibrary {
  void isal_inflate_init(Pointer state);

  int isal_inflate(Pointer state);

  void isal_deflate_init(Pointer stream);

  int isal_deflate_set_dict(Pointer stream, Pointer dictionary, int length);

  int isal_deflate(Pointer stream);
}
