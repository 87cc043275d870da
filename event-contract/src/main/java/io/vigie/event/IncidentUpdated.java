package io.vigie.event;

/**
 * The story of an incident went on, or a late event changed it; whether it is open or closed did
 * not change.
 *
 * @param incident the whole story
 */
public record IncidentUpdated(Incident incident) implements Event {

  @Override
  public String subject() {
    return incident.id();
  }
}
