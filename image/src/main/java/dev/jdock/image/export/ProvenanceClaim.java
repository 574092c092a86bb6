package dev.jdock.image.export;

import dev.jdock.image.build.Provenance;
import dev.jdock.image.build.ProvenanceOptions;
import dev.jdock.image.oci.Descriptor;
import java.util.List;
import java.util.function.Supplier;

/** How a result was made. */
record ProvenanceClaim(Supplier<Provenance> facts, ProvenanceOptions options) implements Claim {
  @Override
  public String filename() {
    return options.filename();
  }

  @Override
  public String predicateType() {
    return options.version().predicateType();
  }

  @Override
  public boolean inlineOnly() {
    return options.inlineOnly();
  }

  @Override
  public Statement about(List<Statement.Subject> files) {
    return about(files, List.of());
  }

  @Override
  public Statement about(List<Statement.Subject> names, List<Descriptor> layers) {
    return new Statement(
        names, predicateType(), new ProvenancePredicate(facts.get(), options, layers).write());
  }
}
