package io.vigie.kube.gate;

import io.vigie.event.Standing;
import io.vigie.kube.model.KubeNode;
import io.vigie.kube.model.Tri;
import java.util.ArrayList;
import java.util.List;

/**
 * The votes of K3s's own etcd. All its members count for the quorum, a learner too, as it may be
 * given its vote at any moment; those that are sure to vote keep it.
 *
 * <p>A member's condition is looked at by etcd's leader every 15 s only, so a vote also needs a
 * node that is ready, and that the observers do not know to be down.
 */
final class EtcdRules {

  private final GatePicture picture;
  private final String node;
  private final Findings findings;

  EtcdRules(GatePicture picture, String node, Findings findings) {
    this.picture = picture;
    this.node = node;
    this.findings = findings;
  }

  void judge() {
    List<KubeNode> members =
        picture.objects().kubeNodes().values().stream().filter(EtcdRules::isMember).toList();
    if (members.isEmpty()) {
      findings.yes(Area.ETCD, "no node is a member of K3s's own etcd: nothing to check");
      return;
    }
    int quorum = members.size() / 2 + 1;
    int votes = 0;
    List<String> doubtful = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (KubeNode member : members) {
      if (member.key().equals(node)) {
        continue;
      }
      switch (vote(member)) {
        case TRUE -> votes++;
        case UNKNOWN -> doubtful.add(member.key());
        case FALSE -> absent.add(member.key() + reason(member));
      }
    }
    String state =
        "without %s etcd has %d of %d votes, and needs %d"
            .formatted(node, votes, members.size(), quorum);
    boolean ours = members.stream().anyMatch(member -> member.key().equals(node));
    if (votes >= quorum) {
      findings.yes(
          Area.ETCD, ours ? state : "%s is no member; etcd has %d votes".formatted(node, votes));
    } else if (votes + doubtful.size() >= quorum) {
      findings.unknown(
          Area.ETCD,
          state + "; whether these vote is not said: " + Findings.names(doubtful),
          "see condition EtcdIsVoter in 'kubectl describe node'");
    } else if (members.size() <= 2) {
      findings.no(
          Area.ETCD,
          state + ": with " + members.size() + " servers each is needed",
          "add servers up to 3; until then the API cannot do without any of them");
    } else {
      findings.no(
          Area.ETCD,
          state + (absent.isEmpty() ? "" : "; no vote: " + Findings.names(absent)),
          "wait until every other server is ready and EtcdIsVoter is True");
    }
  }

  private static boolean isMember(KubeNode one) {
    return one.etcdMember() || one.etcdVoter().isPresent();
  }

  /** Whether it is sure to vote. */
  private Tri vote(KubeNode member) {
    boolean gone =
        picture.standing(member.key()) == Standing.DOWN
            || (member.ready().isPresent() && !member.ready().status().isTrue());
    if (gone || member.etcdVoter().status() == Tri.FALSE) {
      return Tri.FALSE;
    }
    return member.ready().status().isTrue() ? member.etcdVoter().status() : Tri.UNKNOWN;
  }

  private static String reason(KubeNode member) {
    boolean says = member.etcdVoter().status() == Tri.FALSE;
    return says ? " (" + member.etcdVoter().reason() + ")" : " (not ready)";
  }
}
