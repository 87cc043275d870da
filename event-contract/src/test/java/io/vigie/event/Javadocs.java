package io.vigie.event;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The Javadoc of the event records, as Markdown: what the fields mean is written once, where they
 * are declared.
 */
final class Javadocs {

  private static final Path SOURCES = Path.of("src/main/java/io/vigie/event");

  /** By name: {@code NodeChanged}, {@code NodeChanged#penalty}, {@code NodeStatus#DOWN}. */
  private final Map<String, String> texts = new HashMap<>();

  private Javadocs() {}

  /** Reads the sources of the events and of what carries them. */
  static Javadocs read() {
    Javadocs docs = new Javadocs();
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null); ) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        docs.new Scanner(trees).scan(unit, "");
      }
      return docs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources() {
    return Stream.concat(
            Stream.of(Envelope.class, Fact.class, CheckResult.class, Incident.class),
            Stream.of(EventType.values()).map(EventType::record))
        .map(type -> SOURCES.resolve(type.getSimpleName() + ".java"))
        .toList();
  }

  /** What a type is; it must say. */
  String of(Class<?> type) {
    return require(type.getSimpleName());
  }

  /** What a component of a record is; it must say. */
  String of(Class<?> type, String component) {
    return require(type.getSimpleName() + "#" + component);
  }

  /** What a constant means, where it says. */
  @Nullable String ofConstant(Enum<?> constant) {
    return texts.get(constant.getDeclaringClass().getSimpleName() + "#" + constant.name());
  }

  private String require(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalStateException("no Javadoc for " + name);
    }
    return text;
  }

  private final class Scanner extends TreePathScanner<@Nullable Void, String> {

    private final DocTrees trees;

    Scanner(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, String outer) {
      String name = type.getSimpleName().toString();
      DocCommentTree doc = doc(getCurrentPath());
      if (doc != null) {
        texts.put(name, markdown(doc.getFullBody()));
        for (DocTree tag : doc.getBlockTags()) {
          if (tag instanceof ParamTree param) {
            texts.put(name + "#" + param.getName(), markdown(param.getDescription()));
          }
        }
      }
      return super.visitClass(type, name);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, String type) {
      DocCommentTree doc = doc(getCurrentPath());
      if (doc != null) {
        texts.put(type + "#" + variable.getName(), markdown(doc.getFullBody()));
      }
      return super.visitVariable(variable, type);
    }

    private @Nullable DocCommentTree doc(TreePath path) {
      return trees.getDocCommentTree(path);
    }
  }

  private static String markdown(List<? extends DocTree> trees) {
    return trees.stream()
        .map(Javadocs::markdown)
        .collect(Collectors.joining())
        .replaceAll(" *\n *", "\n")
        .replaceAll("\n{2,}", "\n\n")
        .replaceAll("(?<!\n)\n(?!\n)", " ")
        .strip();
  }

  private static String markdown(DocTree tree) {
    return switch (tree) {
      case TextTree text -> text.getBody();
      case LiteralTree code -> "`" + code.getBody().getBody() + "`";
      case LinkTree link -> "`" + target(link.getReference().getSignature()) + "`";
      case ValueTree value -> "`" + target(value.getReference().getSignature()) + "`";
      case EntityTree entity when entity.getName().contentEquals("lt") -> "<";
      case EntityTree entity when entity.getName().contentEquals("gt") -> ">";
      case StartElementTree start when start.getName().contentEquals("p") -> "\n\n";
      default -> throw new IllegalStateException("no Markdown for " + tree.getKind() + ": " + tree);
    };
  }

  /** An event's wire type, or a constant's name on the wire. */
  private static String target(String signature) {
    int hash = signature.indexOf('#');
    for (EventType type : EventType.values()) {
      if (type.record().getSimpleName().equals(signature)) {
        return type.wire();
      }
      for (Class<?> nested : type.record().getDeclaredClasses()) {
        if (hash > 0 && nested.getSimpleName().equals(signature.substring(0, hash))) {
          return wireName(nested, signature.substring(hash + 1));
        }
      }
    }
    return signature.substring(hash + 1);
  }

  private static String wireName(Class<?> type, String constant) {
    for (Object each : Objects.requireNonNull(type.getEnumConstants())) {
      if (each instanceof Wire wire && wire.name().equals(constant)) {
        return wire.wire();
      }
    }
    throw new IllegalStateException("no constant " + constant + " in " + type);
  }
}
