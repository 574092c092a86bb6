package dev.jdock.image.contents;

import java.util.List;

/**
 * What an image's size is made of. All sizes are bytes of regular files, each counted once,
 * whatever number of names it has.
 *
 * @param id of the image
 * @param layers lowest first
 * @param tree folders and files of the whole image that make up a hundredth of it at least, in the
 *     order of their paths
 * @param wasted files that take room in a layer although a later one replaces or removes them, the
 *     largest first
 */
public record ImageSizes(String id, List<LayerSize> layers, List<Part> tree, List<Waste> wasted) {

  /**
   * @param createdBy what made the layer; may be empty
   * @param wasted of the size
   */
  public record LayerSize(
      int number, String diffId, String createdBy, long size, int files, long wasted) {}

  /**
   * @param path absolute
   * @param size of all that is in a folder
   */
  public record Part(String path, boolean folder, long size) {}

  /**
   * @param layer number of the layer that has it, 1 being the lowest
   * @param by number of the layer that it is no longer seen from
   */
  public record Waste(String path, long size, int layer, int by, boolean removed) {}

  public long size() {
    return layers.stream().mapToLong(LayerSize::size).sum();
  }

  public long wastedSize() {
    return wasted.stream().mapToLong(Waste::size).sum();
  }
}
