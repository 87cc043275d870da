package io.vigie.console.core.picture;

import io.vigie.event.Event;
import io.vigie.event.NodeView;
import java.util.List;
import java.util.Optional;

/**
 * What a scene is made from: all that was heard, and the time.
 *
 * @param layout what there is
 * @param words the last words
 * @param signs the signs of life
 * @param wishes what operators want
 * @param view what the observers hold of the nodes
 * @param contact how far all that can be relied on
 * @param now when it is looked at
 */
record Sight(
    Layout layout,
    Words words,
    Signs signs,
    Wishes wishes,
    NodeView view,
    Contact contact,
    Moment now) {

  static final String LB = "lb-service";
  static final String VRRP = "vrrp-service";

  /** Whether a service of a balancer is there. */
  boolean present(String balancer, String service) {
    return signs.present(balancer, service, now.nanos());
  }

  /** Whether an observer is there and does not doubt itself. */
  boolean counts(String observer) {
    return view.counts(observer, now.nanos());
  }

  /** What everybody says on a subject. */
  <E extends Event> List<Said<E>> on(Class<E> kind, String subject) {
    return words.on(kind, subject);
  }

  /** What one balancer says on a subject. */
  <E extends Event> Optional<Said<E>> of(Class<E> kind, String subject, String balancer) {
    return words.of(kind, subject, balancer);
  }
}
