package io.vigie.kit.config;

import java.util.List;
import java.util.Map;

/** Where the log is. */
public record KafkaConfig(
    @Key(
            meaning = "`host:port` of one broker or more",
            def = "[\"127.0.0.1:9092\"]",
            form = Form.HOST_PORT,
            filled = true)
        List<String> bootstrap,
    @Key(
            meaning =
                "Kafka client settings for TLS and SASL by Kafka's own keys (`security.*`, `ssl.*`,"
                    + " `sasl.*`), passed through",
            def = "{}",
            form = Form.ANY,
            keys = Form.KAFKA_SECURITY)
        Map<String, Secret> security,
    @Key(
            meaning = "news a service keeps on disk while Kafka is away, in bytes",
            def = "268435456",
            min = "1048576",
            max = "1099511627776")
        long spoolBytes) {}
