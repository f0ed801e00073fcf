package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.HostKeyException;

/** The host keys on record: read from files, never written to; it remembers what a host showed, for the message. */
final class PinnedHostKeys implements HostKeyRepository {
    private final HostKeyRepository record;
    private final List<Path> files;
    private final LibraryLog log;
    private byte @Nullable [] shown;
    private boolean revoked;

    private PinnedHostKeys(HostKeyRepository record, List<Path> files, LibraryLog log) {
        this.record = record;
        this.files = files;
        this.log = log;
    }

    static PinnedHostKeys read(JSch jsch, List<Path> files, LibraryLog log) throws JSchException {
        jsch.setKnownHosts(new ByteArrayInputStream(content(files)));
        return new PinnedHostKeys(jsch.getHostKeyRepository(), files, log);
    }

    /** Returns the bytes of all files that exist. */
    static byte[] content(List<Path> files) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                try {
                    all.writeBytes(Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(file + ": cannot be read", e);
                }
                all.write('\n');
            }
        }
        return all.toByteArray();
    }

    /** Makes the exception for a host whose key is not on record, or whose certificate was not taken. */
    synchronized HostKeyException refusal(SshOptions.Hop hop, JSchException problem) {
        boolean changed = problem instanceof JSchChangedHostKeyException;
        String where = files.stream().map(Path::toString).collect(Collectors.joining(" or "));
        String name = hop.port() == 22 ? hop.host() : "[" + hop.host() + "]:" + hop.port();
        if (isRevoked()) {
            return new HostKeyException(hop + ": the host key " + fingerprint() + " is marked @revoked in " + where
                    + "; it may be a thief of the key that answers. Nothing was sent to it: ask its administrators for"
                    + " its new key");
        }
        String what = changed
                ? "the host key has changed; it may be another machine that answers"
                : "the host key is not known";
        String connect =
                "ssh -p " + hop.port() + " -o UserKnownHostsFile=" + first() + " " + hop.user() + "@" + hop.host();
        String remedy = changed
                ? "if its administrators confirm this fingerprint: ssh-keygen -f " + first() + " -R '" + name
                        + "', then " + connect
                : "compare this fingerprint with the one that its administrators give, then: " + connect;
        String certificate = Optional.ofNullable(shown == null ? problem.getMessage() : null)
                .or(log::complaint)
                .map(why -> "; its certificate was not taken: " + why)
                .orElse("");
        return new HostKeyException(hop + ": " + what + ". Nothing was sent to it (it shows " + fingerprint()
                + "; on record in " + where + certificate + "): " + remedy);
    }

    private String first() {
        return files.isEmpty() ? "~/.ssh/known_hosts" : files.get(0).toString();
    }

    private synchronized String fingerprint() {
        if (shown == null) {
            return "no key";
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(shown);
            return type(shown) + " SHA256:"
                    + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    // a key begins with the length of its type's name in four bytes, then the name (RFC 4253, 6.6)
    private static String type(byte[] key) {
        int length = key.length < 4 ? 0 : Math.min(key[3] & 0xff, key.length - 4);
        return new String(key, 4, length, StandardCharsets.US_ASCII);
    }

    @Override
    public int check(String host, byte[] key) {
        // whatever hosts such a line names: the library compares them only with plain names
        String encoded = Base64.getEncoder().encodeToString(key);
        boolean onceLost = Arrays.stream(record.getHostKey())
                .anyMatch(known -> "@revoked".equals(known.getMarker()) && encoded.equals(known.getKey()));
        synchronized (this) {
            shown = key.clone();
            revoked = onceLost;
        }
        return onceLost ? CHANGED : record.check(host, key);
    }

    private synchronized boolean isRevoked() {
        return revoked;
    }

    @Override
    public void add(HostKey key, UserInfo person) {
        throw new UnsupportedOperationException("host keys on record are never added to");
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException("host keys on record are never removed");
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        throw new UnsupportedOperationException("host keys on record are never removed");
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return files.toString();
    }

    @Override
    public HostKey[] getHostKey() {
        return record.getHostKey();
    }

    @Override
    public HostKey[] getHostKey(String host, String type) {
        return record.getHostKey(host, type);
    }
}
