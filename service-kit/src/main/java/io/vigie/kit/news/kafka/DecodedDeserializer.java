package io.vigie.kit.news.kafka;

import io.vigie.event.Decoded;
import io.vigie.event.EventCodec;
import org.apache.kafka.common.serialization.Deserializer;

/** Decodes on the consumer's thread, so that the event loop need not. Total, as the codec is. */
final class DecodedDeserializer implements Deserializer<Decoded> {
  @Override
  public Decoded deserialize(String topic, byte[] data) {
    return EventCodec.decode(data);
  }
}
