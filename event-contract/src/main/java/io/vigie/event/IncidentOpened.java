package io.vigie.event;

/**
 * Something broke, or broke again: an incident is open.
 *
 * @param incident the whole story
 */
public record IncidentOpened(Incident incident) implements Event {

  @Override
  public String subject() {
    return incident.id();
  }
}
