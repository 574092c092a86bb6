package dev.jdock.runtime.device;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.oci.JsonFlaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Reads a specification. An unknown key is an error, since the device may not work without it. */
final class CdiFile {
  /** The largest that vendors write, for dozens of devices, have some hundred kilobytes. */
  private static final long MOST_BYTES = 4 << 20;

  private CdiFile() {}

  static boolean isOne(Path file) {
    return file.toString().endsWith(".json") || file.toString().endsWith(".yaml");
  }

  /**
   * @throws IOException with a message that says what is wrong with it
   */
  static CdiSpec read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("it is larger than " + MOST_BYTES + " bytes");
    }
    ObjectMapper mapper =
        file.toString().endsWith(".json") ? new ObjectMapper() : new ObjectMapper(yaml());
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      CdiSpec spec = mapper.readValue(Files.readAllBytes(file), CdiSpec.class);
      if (spec == null) {
        throw new IOException("there is nothing in it");
      }
      return spec;
    } catch (JsonProcessingException e) {
      throw new IOException(JsonFlaw.of(e), e);
    }
  }

  /** Jackson's reader of YAML offers itself as a service: nothing else loads it. */
  private static JsonFactory yaml() throws IOException {
    return ServiceLoader.load(JsonFactory.class, CdiFile.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.getFormatName().equals("YAML"))
        .findFirst()
        .orElseThrow(() -> new IOException("there is no reader of YAML"));
  }
}
