package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcCall;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A build's files for a folder of a client's. Its protocol, fsutil's with the roles changed, wants
 * all descriptions before any content, so that the files are unpacked for as long as it takes.
 */
final class SentFolder implements BuildOutput.Archive {
  private static final int PIECE = 32 << 10;
  private static final int REQUEST = 1;
  private static final int DATA = 2;
  private static final int FINISH = 3;

  private final ContextFiles files;
  private final Session session;
  private final int number;

  /**
   * @param number of the exporter among the build's
   */
  SentFolder(ContextFiles files, Session session, int number) {
    this.files = files;
    this.session = session;
    this.number = number;
  }

  @Override
  public void write(Writer writer) throws IOException, InterruptedException {
    try (ReceivedContext unpacked = files.receive(writer::to);
        GrpcCall call = SentArchive.call(session, number)) {
      List<String> all = new ArrayList<>();
      try (Directory root = Directory.open(unpacked.directory())) {
        describe(call, root, "", all);
        call.send(new byte[0]);
        answer(call, root, all);
      }
    }
  }

  /** In the order that the protocol wants: a folder before what is in it, names by their bytes. */
  private static void describe(GrpcCall call, Directory folder, String path, List<String> all)
      throws IOException, InterruptedException {
    List<String> names = folder.list().stream().map(Directory.Entry::name).sorted().toList();
    for (String name : names) {
      FileStat stat = folder.stat(name);
      String entry = path + name;
      all.add(entry);
      String link = stat.type() == FileType.SYMLINK ? folder.readSymlink(name) : "";
      call.send(new ProtoWriter().message(2, SyncedFile.describe(entry, stat, link)).toBytes());
      if (stat.isDirectory()) {
        try (Directory child = folder.child(name)) {
          describe(call, child, entry + "/", all);
        }
      }
    }
  }

  private static void answer(GrpcCall call, Directory root, List<String> all)
      throws IOException, InterruptedException {
    while (true) {
      ProtoMessage packet = call.require();
      switch ((int) packet.number(1)) {
        case REQUEST -> send(call, root, all, packet.number(3));
        case FINISH -> {
          call.send(new ProtoWriter().number(1, FINISH).toBytes());
          call.halfClose();
          call.awaitEnd();
          return;
        }
        default -> throw new IOException("the client cannot write: " + packet.text(4));
      }
    }
  }

  private static void send(GrpcCall call, Directory root, List<String> all, long id)
      throws IOException, InterruptedException {
    if (id < 0 || id >= all.size()) {
      throw new IOException("the client asks for a file that it was not told of");
    }
    byte[] buffer = new byte[PIECE];
    try (Fd file = root.openInRoot(all.get((int) id), Fd.O_RDONLY)) {
      for (int count = file.read(buffer); count > 0; count = file.read(buffer)) {
        byte[] piece = Arrays.copyOf(buffer, count);
        call.send(new ProtoWriter().number(1, DATA).number(3, id).bytes(4, piece).toBytes());
      }
    }
    call.send(new ProtoWriter().number(1, DATA).number(3, id).toBytes());
  }
}
