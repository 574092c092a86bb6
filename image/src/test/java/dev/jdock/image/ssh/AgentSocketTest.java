package dev.jdock.image.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class AgentSocketTest {
  private static final byte[] DATA = "to be signed".getBytes(StandardCharsets.UTF_8);
  private @TempDir Path folder = Path.of("");
  private int uid;
  private int gid;

  @BeforeEach
  void knowTheUser() throws IOException {
    uid = (int) Files.getAttribute(folder, "unix:uid");
    gid = (int) Files.getAttribute(folder, "unix:gid");
  }

  private AgentSocket listen(Agent agent) throws IOException {
    return AgentSocket.listen(folder, "s", uid, gid, 0600, agent);
  }

  private Client client() throws IOException {
    return Client.of(folder.resolve("s"));
  }

  private static KeyAgent agent(KeyFiles... files) throws IOException {
    List<SigningKey> keys = new ArrayList<>();
    for (KeyFiles each : files) {
      keys.add(PrivateKeyFile.parse(each.openSsh("none").getBytes(StandardCharsets.US_ASCII)));
    }
    return new KeyAgent(keys);
  }

  @Test
  void listsItsKeysInOrder() throws Exception {
    KeyFiles first = KeyFiles.ed25519();
    KeyFiles second = KeyFiles.ecdsa(256);
    try (AgentSocket _ = listen(agent(first, second));
        Client client = client()) {
      var answer = new Wire.Reader(client.ask(new byte[] {Messages.REQUEST_IDENTITIES}), 1);
      assertThat(answer.number()).isEqualTo(2);
      assertThat(answer.string()).isEqualTo(first.publicKey());
      assertThat(answer.text()).isEqualTo("a comment");
      assertThat(answer.string()).isEqualTo(second.publicKey());
    }
  }

  private static byte[] signRequest(byte[] key, int flags) {
    return new Wire().add(Messages.SIGN_REQUEST).add(key).add(DATA).addNumber(flags).done();
  }

  /** The algorithm of the signature that the agent has made with a key, once it is verified. */
  private static String verified(Client client, KeyFiles key, int flags, String algorithm)
      throws IOException, GeneralSecurityException {
    byte[] answer = client.ask(signRequest(key.publicKey(), flags));
    assertThat(answer[0]).isEqualTo((byte) Messages.SIGNATURE);
    var signature = new Wire.Reader(new Wire.Reader(answer, 1).string(), 0);
    String name = signature.text();
    byte[] bytes = signature.string();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key.pair().getPublic());
    verifier.update(DATA);
    assertThat(verifier.verify(algorithm.contains("ECDSA") ? joined(bytes) : bytes)).isTrue();
    return name;
  }

  /** Two numbers of a fixed length, as Java takes them. */
  private static byte[] joined(byte[] numbers) throws IOException {
    var reader = new Wire.Reader(numbers, 0);
    BigInteger r = reader.integer();
    BigInteger s = reader.integer();
    int length = (Math.max(r.bitLength(), s.bitLength()) + 7) / 8;
    byte[] both = new byte[2 * length];
    put(r, both, 0, length);
    put(s, both, length, length);
    return both;
  }

  private static void put(BigInteger number, byte[] target, int at, int length) {
    byte[] bytes = number.toByteArray();
    int used = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - used, target, at + length - used, used);
  }

  @Test
  void signsWithEveryKindOfKey() throws Exception {
    KeyFiles ed25519 = KeyFiles.ed25519();
    KeyFiles rsa = KeyFiles.rsa();
    KeyFiles small = KeyFiles.ecdsa(256);
    KeyFiles middle = KeyFiles.ecdsa(384);
    KeyFiles large = KeyFiles.ecdsa(521);
    try (AgentSocket _ = listen(agent(ed25519, rsa, small, middle, large));
        Client client = client()) {
      assertThat(verified(client, ed25519, 0, "Ed25519")).isEqualTo("ssh-ed25519");
      assertThat(verified(client, rsa, 2, "SHA256withRSA")).isEqualTo("rsa-sha2-256");
      assertThat(verified(client, rsa, 4, "SHA512withRSA")).isEqualTo("rsa-sha2-512");
      assertThat(verified(client, rsa, 0, "SHA1withRSA")).isEqualTo("ssh-rsa");
      assertThat(verified(client, small, 0, "SHA256withECDSAinP1363Format"))
          .isEqualTo("ecdsa-sha2-nistp256");
      assertThat(verified(client, middle, 0, "SHA384withECDSAinP1363Format"))
          .isEqualTo("ecdsa-sha2-nistp384");
      assertThat(verified(client, large, 0, "SHA512withECDSAinP1363Format"))
          .isEqualTo("ecdsa-sha2-nistp521");
    }
  }

  @Test
  void refusesAKeyThatItHasNot() throws Exception {
    KeyFiles other = KeyFiles.ed25519();
    try (AgentSocket _ = listen(agent(KeyFiles.ed25519()));
        Client client = client()) {
      assertThat(client.ask(signRequest(other.publicKey(), 0))).containsExactly(Messages.FAILURE);
      assertThat(client.ask(new byte[] {Messages.SIGN_REQUEST, 0, 0}))
          .containsExactly(Messages.FAILURE);
    }
  }

  @Test
  void anAgentBehindItIsAskedForKeysAndSignaturesOnly() throws Exception {
    KeyFiles key = KeyFiles.ed25519();
    List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
    Path users = Files.createDirectory(folder.resolve("users"));
    KeyAgent keys = agent(key);
    Agent noting = () -> noting(keys.open(), asked);
    try (AgentSocket _ = AgentSocket.listen(users, "agent", uid, gid, 0600, noting);
        AgentSocket _ = listen(new ForwardedAgent(users.resolve("agent")));
        Client client = client()) {
      assertThat(verified(client, key, 0, "Ed25519")).isEqualTo("ssh-ed25519");
      // Add, remove, remove all, lock, extend: draft-ietf-sshm-ssh-agent, section 6.1.
      for (byte request : new byte[] {17, 18, 19, 22, 27}) {
        assertThat(client.ask(new byte[] {request, 1})).containsExactly(Messages.FAILURE);
      }
      assertThat(client.ask(new byte[] {Messages.REQUEST_IDENTITIES})[0])
          .isEqualTo((byte) Messages.IDENTITIES);
      assertThat(asked).containsExactly(Messages.SIGN_REQUEST, Messages.REQUEST_IDENTITIES);
    }
  }

  private static Agent.Conversation noting(Agent.Conversation real, List<Integer> asked) {
    return new Agent.Conversation() {
      @Override
      public byte[] answer(byte[] request) throws IOException {
        asked.add((int) request[0]);
        return real.answer(request);
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  @Test
  void anAgentThatIsGoneEndsTheConnection() throws Exception {
    try (AgentSocket _ = listen(new ForwardedAgent(folder.resolve("nobody")));
        Client client = client()) {
      assertThat(client.read()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Messages.LONGEST + 1})
  void aMessageOfAnImpossibleLengthEndsTheConnection(int length) throws Exception {
    try (AgentSocket _ = listen(agent());
        Client client = client()) {
      Channels.newOutputStream(client.channel()).write(new Wire().addNumber(length).done());
      assertThat(client.read()).isEmpty();
    }
  }

  @Test
  void closingItEndsConversationsEvenOfAnAgentThatDoesNotAnswer() throws Exception {
    var reached = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Agent silent =
        () ->
            new Agent.Conversation() {
              @Override
              public byte[] answer(byte[] request) {
                reached.countDown();
                try {
                  ended.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                return Messages.failure();
              }

              @Override
              public void close() {
                ended.countDown();
              }
            };
    AgentSocket socket = listen(silent);
    try (Client waiting = client();
        Client idle = client()) {
      Messages.write(Channels.newOutputStream(waiting.channel()), new byte[] {11});
      reached.await();
      socket.close();
      ended.await();
      assertThat(isOver(idle)).isTrue();
      assertThatThrownBy(this::client).isInstanceOf(IOException.class);
    }
  }

  /** One that was not accepted yet is reset. */
  private static boolean isOver(Client client) {
    try {
      return client.read().isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void onlyItsOwnerMayConnect() throws Exception {
    try (AgentSocket _ = AgentSocket.listen(folder, "s", uid, gid, 0640, agent())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("s"))))
          .isEqualTo("rw-r-----");
    }
  }

  @Test
  void aFolderMayHaveALongerNameThanASocket() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(200)));
    try (AgentSocket _ = AgentSocket.listen(deep, "s", uid, gid, 0600, agent())) {
      assertThat(deep.resolve("s")).exists();
    }
  }

  @Test
  void readsPemOfRsa() throws Exception {
    KeyFiles key = KeyFiles.rsa();
    for (String file : List.of(key.pkcs8(), key.pkcs1(), "text before\n" + key.pkcs1())) {
      SigningKey read = PrivateKeyFile.parse(file.getBytes(StandardCharsets.US_ASCII));
      assertThat(read.is(key.publicKey())).isTrue();
    }
  }

  @Test
  void refusesOtherFilesInGosWords() throws Exception {
    KeyFiles key = KeyFiles.ed25519();
    refuses("nothing", "ssh: no key found");
    refuses(key.openSsh("aes256-ctr"), "ssh: this private key is passphrase protected");
    refuses(
        KeyFiles.pem("ENCRYPTED PRIVATE KEY", DATA),
        "ssh: this private key is passphrase protected");
    refuses(
        KeyFiles.pem("EC PRIVATE KEY", DATA),
        "ssh: unsupported key type \"EC PRIVATE KEY\" (ssh-keygen -p -f FILE rewrites it)");
    refuses(KeyFiles.pem("OPENSSH PRIVATE KEY", DATA), "ssh: invalid openssh private key format");
  }

  @Test
  void aFileThatIsCutOffIsNoKey() throws Exception {
    byte[] whole =
        java.util.Base64.getMimeDecoder()
            .decode(KeyFiles.ed25519().openSsh("none").replaceAll("-----.*-----", ""));
    for (int length = 0; length < whole.length - 20; length += 7) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> parse(KeyFiles.pem("OPENSSH PRIVATE KEY", part)))
          .isInstanceOf(IOException.class);
    }
  }

  private static void refuses(String file, String message) {
    assertThatThrownBy(() -> parse(file)).isInstanceOf(IOException.class).hasMessage(message);
  }

  private static void parse(String file) throws IOException {
    SigningKey _ = PrivateKeyFile.parse(file.getBytes(StandardCharsets.US_ASCII));
  }
}
