package dev.jdock.image.store;

import dev.jdock.image.content.BlobStore;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The access of a check to the store's index. No name refers to a removed object; unusable objects
 * can be removed, because they can be pulled or built again.
 */
final class StoreRepair {
  private final ImageStore store;
  private final BlobStore blobs;

  StoreRepair(ImageStore store) {
    this.store = store;
    this.blobs = store.blobs();
  }

  /** Every image of the index, those that are left out included. */
  List<Digest> ids() {
    synchronized (store) {
      return List.copyOf(store.index().images().keySet());
    }
  }

  Optional<ImageIndex.Entry> entry(Digest id) {
    synchronized (store) {
      return Optional.ofNullable(store.index().images().get(id));
    }
  }

  /** As a user knows the image: its names, or its id. */
  List<String> names(Digest id) {
    synchronized (store) {
      List<String> names =
          store.index().namesOf(id).stream().map(name -> Reference.parse(name).familiar()).toList();
      return names.isEmpty() ? List.of(id.toString()) : names;
    }
  }

  boolean isNamed(Digest blob) {
    return !imagesWith(blob).isEmpty();
  }

  List<String> namesWithBlob(Digest blob) {
    return namesOf(imagesWith(blob));
  }

  private List<Digest> imagesWith(Digest blob) {
    return images(
        id -> id.equals(blob) || entry(id).filter(e -> e.manifest().equals(blob)).isPresent());
  }

  List<String> namesWithLayer(Digest diffId) {
    return namesOf(imagesWithLayer(diffId));
  }

  private List<Digest> imagesWithLayer(Digest diffId) {
    return images(
        id -> store.known(id).map(ImageDocument::diffIds).orElse(List.of()).contains(diffId));
  }

  private List<Digest> images(Predicate<Digest> wanted) {
    synchronized (store) {
      return ids().stream().filter(wanted).toList();
    }
  }

  private List<String> namesOf(List<Digest> ids) {
    List<String> names = new ArrayList<>();
    ids.forEach(id -> names.addAll(names(id)));
    return names;
  }

  /** Whether no image has it, nor is about to. */
  boolean isLeftOver(Digest blob) {
    synchronized (store) {
      return blobs.contains(blob) && !isNamed(blob);
    }
  }

  void removeIfLeftOver(Digest blob) {
    synchronized (store) {
      if (isLeftOver(blob)) {
        blobs.remove(blob);
      }
    }
  }

  /** Removes an image with all its names; containers made from it keep their layers. */
  String drop(Digest id) {
    synchronized (store) {
      store.forget(id);
      return "image removed";
    }
  }

  /** Removes a layer and the images that have it, unless a container is mounted on it. */
  String dropLayer(Digest diffId) {
    try (LayerRemoval removal = store.layers().removal()) {
      synchronized (store) {
        List<Digest> images = imagesWithLayer(diffId);
        images.forEach(store::forget);
        String with = images.isEmpty() ? "" : "images removed, ";
        if (store.neededByOthers(diffId)) {
          return with + "layer kept for the containers that are mounted on it";
        }
        removal.remove(diffId);
        return with + "layer removed";
      }
    }
  }

  /** Writes the manifest again, which follows from the image's configuration and layers. */
  String rewriteManifest(Digest id) {
    synchronized (store) {
      store.renewManifest(id);
      return "manifest written again";
    }
  }

  /** Keeps a damaged file for its owner under a name that the store ignores. */
  Path putAside(Path file) {
    Path to = file.resolveSibling("damaged").resolve(file.getFileName());
    try {
      Files.createDirectories(file.resolveSibling("damaged"));
      return Files.move(file, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw JdockException.internal("cannot put " + file + " aside", e);
    }
  }
}
