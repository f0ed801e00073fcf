package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.config.Secret;
import org.polymorph.engine.transport.NeedsLoginException;
import org.polymorph.engine.transport.ssh.SshOptions.Credentials;

/** Who we are, as keys from a file or an agent; no key or passphrase ever reaches a message. */
final class Proof {
    private final SshOptions options;
    private final Credentials credentials;

    Proof(SshOptions options) {
        this.options = options;
        this.credentials = options.credentials();
    }

    /**
     * Gives the keys to JSch.
     *
     * @throws NeedsLoginException if there is none that could be used, with what is missing
     */
    void offer(JSch jsch) {
        Optional<Path> keyFile = credentials.keyFile();
        if (keyFile.isPresent() && !offerFile(jsch, keyFile.get())) {
            offerAgent(jsch, keyFile.get());
        } else if (keyFile.isEmpty()) {
            offerAgent(jsch, null);
        }
    }

    /** Offers the key of the file; false if it is encrypted without a passphrase given, which an agent may help out of. */
    private boolean offerFile(JSch jsch, Path file) {
        byte[] key = read(file);
        byte @Nullable [] certificate = certificate(file).map(Proof::read).orElse(null);
        byte @Nullable [] passphrase = credentials
                .passphrase()
                .map(Secret::reveal)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
        try {
            KeyPair pair = KeyPair.load(jsch, key, null);
            if (pair.isEncrypted()) {
                if (passphrase == null && credentials.agent().isPresent()) {
                    return false;
                }
                if (passphrase == null) {
                    throw refused(
                            file
                                    + ": the key has a passphrase: give passphrase: ${env:NAME}, or load the key into an agent");
                }
                if (!pair.decrypt(passphrase.clone())) {
                    throw refused(file + ": the passphrase does not open the key");
                }
            }
            pair.dispose();
            jsch.addIdentity(file.toString(), key, certificate, passphrase);
        } catch (JSchException e) {
            throw refused(file + ": expected a private key in OpenSSH or PEM form"
                    + (certificate == null ? "" : " and a certificate that belongs to it")
                    + "; it cannot be read as that");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return true;
    }

    private Optional<Path> certificate(Path keyFile) {
        Path beside = Path.of(keyFile + "-cert.pub");
        return credentials.certificate().or(() -> Optional.of(beside).filter(Files::isRegularFile));
    }

    /** Says what is wrong with the certificate by this machine's clock, for the message after a refusal. */
    Optional<String> trouble() {
        return credentials
                .keyFile()
                .flatMap(this::certificate)
                .filter(Files::isReadable)
                .flatMap(file -> UserCertificate.read(read(file))
                        .flatMap(certificate -> certificate.trouble(Instant.now()))
                        .map(trouble -> "the certificate " + file + " " + trouble + ": renew it"));
    }

    /** Offers an agent's keys: all of them, or only the one of a file where its public half lies beside it. */
    private void offerAgent(JSch jsch, @Nullable Path keyFile) {
        Path socket = credentials
                .agent()
                .orElseThrow(
                        () -> refused("there is neither a key file nor an agent: give keyFile, or set SSH_AUTH_SOCK"));
        byte @Nullable [] only = keyFile == null ? null : publicKey(Path.of(keyFile + ".pub"));
        BoundedAgent agent = agent(socket);
        IdentityRepository all = agent.keys();
        List<Identity> keys = new ArrayList<>(all.getIdentities());
        agent.problem().ifPresent(problem -> {
            throw refused("the agent at " + socket + " does not answer: " + problem);
        });
        keys.removeIf(key -> only != null && !Arrays.equals(only, key.getPublicKeyBlob()));
        if (keys.isEmpty()) {
            throw refused("the agent at " + socket + " has no " + (only == null ? "key" : "key " + keyFile)
                    + ": load one with ssh-add");
        }
        jsch.setIdentityRepository(new Selected(all, keys));
    }

    private static byte @Nullable [] publicKey(Path file) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        String[] words = new String(read(file), StandardCharsets.UTF_8).trim().split("\\s+", -1);
        return words.length < 2 ? null : java.util.Base64.getDecoder().decode(words[1]);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw refused(file + ": cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static NeedsLoginException refused(String why) {
        return new NeedsLoginException(why);
    }

    /** Returns a fingerprint of all that a log-in depends on here: it changes when a key, a certificate, an agent's keys or the host keys do. */
    String stamp() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            credentials.keyFile().ifPresent(file -> {
                stamp(digest, file);
                certificate(file).ifPresent(certificate -> stamp(digest, certificate));
            });
            credentials.agent().ifPresent(socket -> stampAgent(digest, socket));
            digest.update(PinnedHostKeys.content(options.knownHosts()));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static void stamp(MessageDigest digest, Path file) {
        boolean readable = Files.isReadable(file) && Files.isRegularFile(file);
        digest.update((file + "\0" + readable + "\0").getBytes(StandardCharsets.UTF_8));
        if (readable) {
            digest.update(read(file));
        }
    }

    private BoundedAgent agent(Path socket) {
        return new BoundedAgent(socket, options.pacing().connectTimeout());
    }

    private void stampAgent(MessageDigest digest, Path socket) {
        BoundedAgent agent = agent(socket);
        for (Identity key : agent.keys().getIdentities()) {
            digest.update(key.getPublicKeyBlob());
        }
        digest.update((byte) (agent.problem().isPresent() ? 1 : 0));
    }

    /** Some of an agent's keys. */
    private record Selected(IdentityRepository agent, List<Identity> keys) implements IdentityRepository {
        @Override
        public String getName() {
            return agent.getName();
        }

        @Override
        public int getStatus() {
            return agent.getStatus();
        }

        @Override
        @SuppressWarnings("JdkObsolete") // the library's interface wants it
        public Vector<Identity> getIdentities() {
            return new Vector<>(keys);
        }

        @Override
        public boolean add(byte[] key) {
            return false;
        }

        @Override
        public boolean remove(byte[] key) {
            return false;
        }

        @Override
        public void removeAll() {
            throw new UnsupportedOperationException("an agent's keys are its owner's");
        }
    }
}
