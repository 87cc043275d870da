package io.vigie.event;

/**
 * One fact, in the past tense, carrying the whole state of its family.
 *
 * <p>The wire name, topic and family of each record stand in {@link EventType}.
 */
public sealed interface Event
    permits CheckChanged,
        NodeChanged,
        FrontendChanged,
        ObserverChanged,
        ServerChanged,
        PoolChanged,
        ConnectFailed,
        TrafficSampled,
        SessionsReset,
        RoleChanged,
        VipMoved,
        PriorityChanged,
        PeerConflict,
        VipLost,
        NodeAtRisk,
        VolumeChanged,
        ReplicaChanged,
        RebuildChanged,
        LastReplica,
        PrimaryAtRisk,
        FailoverChanged,
        ClusterChanged,
        IncidentOpened,
        IncidentUpdated,
        IncidentClosed,
        HourMeasured,
        ServiceAlive,
        CommandRequested,
        CommandAnswered {

  /** What the fact is about, as in CloudEvents {@code subject}: {@code k3s-1/traefik}. */
  String subject();
}
