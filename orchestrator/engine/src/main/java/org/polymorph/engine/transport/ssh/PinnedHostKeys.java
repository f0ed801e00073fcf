package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.HostKeyException;

/** The host keys on record: read from files, never written to; it remembers what a host showed, for the message. */
final class PinnedHostKeys implements HostKeyRepository {
    private final HostKeyRepository record;
    private final List<Path> files;
    private byte @Nullable [] shown;

    private PinnedHostKeys(HostKeyRepository record, List<Path> files) {
        this.record = record;
        this.files = files;
    }

    static PinnedHostKeys read(JSch jsch, List<Path> files) throws JSchException {
        jsch.setKnownHosts(new ByteArrayInputStream(content(files)));
        return new PinnedHostKeys(jsch.getHostKeyRepository(), files);
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

    /** Makes the exception for a host whose key is not on record. */
    HostKeyException refusal(SshOptions.Hop hop, boolean changed) {
        String where = files.stream().map(Path::toString).collect(Collectors.joining(" or "));
        String name = hop.port() == 22 ? hop.host() : "[" + hop.host() + "]:" + hop.port();
        String what = changed
                ? "the host key has changed; it may be another machine that answers. Nothing was sent to it"
                : "the host key is not known. Nothing was sent to it";
        String remedy = changed
                ? "if its administrators confirm this fingerprint: ssh-keygen -f " + first() + " -R '" + name
                        + "', then ssh -p " + hop.port() + " -o UserKnownHostsFile=" + first() + " " + hop.user() + "@"
                        + hop.host()
                : "compare this fingerprint with the one that its administrators give, then: ssh -p " + hop.port()
                        + " -o UserKnownHostsFile=" + first() + " " + hop.user() + "@" + hop.host();
        return new HostKeyException(
                hop + ": " + what + " (it shows " + fingerprint() + "; on record in " + where + "): " + remedy);
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
        return new String(key, 4, length, java.nio.charset.StandardCharsets.US_ASCII);
    }

    @Override
    public int check(String host, byte[] key) {
        synchronized (this) {
            shown = key.clone();
        }
        return record.check(host, key);
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
