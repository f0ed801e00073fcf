package org.polymorph.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.ConfigurationException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads YAML into a {@link ConfigNodes} tree; no object is ever made from a tag, and size and depth are bounded. */
final class YamlReader {
    static final int MAX_BYTES = 1 << 20;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_DEPTH = 40;

    private final String name;
    private final boolean hasLines;

    private YamlReader(String name, boolean hasLines) {
        this.name = name;
        this.hasLines = hasLines;
    }

    /**
     * Reads a file whose top level is a section.
     *
     * @throws ConfigurationException with {@code file:line:column} if it cannot be read or is no such YAML
     */
    static ImmutableNode file(Path file) {
        String name = file.toString();
        try (InputStream in = Files.newInputStream(file)) {
            return stream(in, name);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(name + ": no such file");
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
            throw new ConfigurationException(name + ": cannot be read: " + reason);
        }
    }

    static ImmutableNode stream(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ConfigurationException(name + ": is larger than 1 MiB: not a campaign or site file");
        }
        return text(decode(bytes, name), name);
    }

    static ImmutableNode text(String text, String name) {
        ImmutableNode root = new YamlReader(name, true).read(text);
        if (root == null) {
            throw new ConfigurationException(name + ": the file is empty");
        }
        if (ConfigNodes.kind(root) != ConfigNodes.Kind.SECTION) {
            throw new ConfigurationException(ConfigNodes.place(root)
                    + ": expected keys and values at the top of the file, found something else");
        }
        return root;
    }

    /** Reads the right-hand side of {@code key=value}: a YAML value or flow; every place in it is {@code place}. */
    static ImmutableNode value(String text, String place) {
        ImmutableNode node = new YamlReader(place, false).read(text);
        return node == null ? ConfigNodes.value(null, place) : node;
    }

    private static String decode(byte[] bytes, String name) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            long line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new ConfigurationException(name + ":" + line + ": a byte here is not UTF-8 text");
        }
    }

    private @Nullable ImmutableNode read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        try {
            StreamReader reader = new StreamReader(text);
            Composer composer = new Composer(new ParserImpl(reader, options), new CoreSchema(), options);
            Node node = composer.getSingleNode();
            return node == null ? null : new NodeTranslation(this::place, this::exactPlace).translate(node);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String what = String.valueOf(e.getProblem() == null ? e.getContext() : e.getProblem());
            String context = e.getContext() == null || e.getProblem() == null ? "" : e.getContext() + ": ";
            throw new ConfigurationException(exactPlace(mark) + ": " + context + what);
        } catch (ReaderException e) {
            throw new ConfigurationException(lineOf(text, e.getPosition()) + ": character "
                    + String.format("U+%04X", e.getCodePoint()) + " is not allowed in YAML");
        } catch (YAMLException e) {
            throw new ConfigurationException(name + ": " + e.getMessage());
        }
    }

    private String lineOf(String text, int position) {
        long line = 1 + text.codePoints().limit(position).filter(c -> c == '\n').count();
        return hasLines ? name + ":" + line : name;
    }

    private String place(@Nullable Mark mark) {
        return hasLines && mark != null ? name + ":" + (mark.getLine() + 1) : name;
    }

    private String exactPlace(@Nullable Mark mark) {
        return hasLines && mark != null ? place(mark) + ":" + (mark.getColumn() + 1) : name;
    }
}
