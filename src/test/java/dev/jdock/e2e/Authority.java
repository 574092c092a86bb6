package dev.jdock.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody who issues certificates, which only those believe who know them. */
final class Authority {

  /** PEM files. */
  record Issued(Path certificate, Path key) {}

  private final Path folder;
  private final String name;

  private Authority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  static Authority create(Path folder, String name) {
    Authority authority = new Authority(folder, name);
    List<String> line = authority.request(name);
    line.addAll(List.of("-x509", "-days", "2", "-out", name + ".crt"));
    authority.openssl(line);
    return authority;
  }

  /** What others need to know it by. */
  Path certificate() {
    return folder.resolve(name + ".crt");
  }

  /**
   * @param names as openssl writes subjectAltName: {@code IP:…} or {@code DNS:…}
   */
  Issued issue(String subject, String names) {
    List<String> line = request(subject);
    line.addAll(List.of("-out", subject + ".csr"));
    openssl(line);
    Host.write(folder.resolve(subject + ".ext"), "subjectAltName=" + names + "\n");
    openssl(
        List.of(
            "x509",
            "-req",
            "-days",
            "2",
            "-in",
            subject + ".csr",
            "-CA",
            name + ".crt",
            "-CAkey",
            name + ".key",
            "-CAcreateserial",
            "-extfile",
            subject + ".ext",
            "-out",
            subject + ".crt"));
    return new Issued(folder.resolve(subject + ".crt"), folder.resolve(subject + ".key"));
  }

  /** With a new key. */
  private List<String> request(String subject) {
    return new ArrayList<>(
        List.of(
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=" + subject,
            "-keyout",
            subject + ".key"));
  }

  private void openssl(List<String> arguments) {
    List<String> line = new ArrayList<>(List.of("openssl"));
    line.addAll(arguments);
    Host.run(folder, Map.of(), line.toArray(String[]::new)).ok();
  }
}
