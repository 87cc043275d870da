package io.vigie.kit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.vigie.kit.config.yaml.YamlReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema is one, lets good files pass, and sees what a schema can see. */
class ConfigSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  @Test
  void theSchemaIsASchema() throws IOException {
    JsonSchema meta = SCHEMAS.getSchema(URI.create(VersionFlag.V202012.getId()));
    assertEquals(Set.of(), meta.validate(JSON.readTree(ConfigSchema.text())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "examples/minimal.yaml",
        "examples/homelab.yaml",
        "examples/postgresql.yaml",
        "docker/vigie.yaml"
      })
  void whatWeShipIsValid(String name) throws IOException {
    assertEquals(Set.of(), validate(Files.readString(Path.of("..", "deploy").resolve(name))), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "description: 12",
        "checks: {k: {port: 80, interval: 1m30s, expect: [200, 300-399]}}",
        "pools: {p: {port: 80, servers: all, failOpen: false}}",
        "pools: {p: {port: 80, servers: [a, b], balance: leastconn}}",
        "pools: {p: {port: 80, servers: {a: {weight: 2}, b: , c: {}}}}",
        "pools: {p: {servers: {cnpg: db/pg, role: primary, nodePort: 30432}}}",
        "checks: {k: {port: 80, identity: kubeconfig}}",
        "checks: {k: {port: 80, identity: {token: '${env:TOKEN}'}}}",
        "hosts: {p1: , p2: {}}",
        "gateway: '${env:GATEWAY}'",
        "vips: {v: {addresses: 10.0.0.8/24, interface: eth0, vrid: 1, preempt: true, track: lb}}",
        "vips: {v: {addresses: [10.0.0.8/24], interface: eth0, vrid: 1, preempt: stable}}",
        "kafka: {security: {security.protocol: SSL, ssl.key.password: 12345}}",
        "management: {ports: {lb: 9700}}"
      })
  void goodPartsAreValid(String line) throws IOException {
    String text = line.startsWith("description") ? "hosts: {a: {" + line + "}}" : line;
    assertEquals(Set.of(), validate(base() + text), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pols: {}",
        "gateway: 'not an address'",
        "checks: {k: {port: 70000}}",
        "checks: {k: {port: 80.5}}",
        "checks: {k: {port: '80'}}",
        "checks: {k: {port: 80, interval: 2}}",
        "checks: {k: {port: 80, interval: 2 s}}",
        "checks: {k: {port: 80, type: udp}}",
        "checks: {k: {interval: 2s}}",
        "checks: {k: {port: 80, expect: []}}",
        "pools: {p: {port: 80, servers: some}}",
        "pools: {p: {servers: all}}",
        "pools: {p: {servers: {cnpg: db/pg, role: primary}}}",
        "pools: {p: {servers: {cnpg: db/pg, role: replica, nodePort: 30432}}}",
        "pools: {p: {servers: {cnpg: pg, role: primary, nodePort: 30432}}}",
        "pools: {p: {servers: {cnpg: db/pg, role: primary, nodePort: 70000}}}",
        "pools: {p: {port: 80, servers: []}}",
        "pools: {p: {port: 80, servers: {}}}",
        "pools: {'a b': {port: 80, servers: all}}",
        "frontends: {f: {listen: 80}}",
        "kafka: {bootstrap: [localhost]}",
        "kafka: {security: {acks: all}}",
        "management: {ports: {web: 80}}",
        "vips: {v: {addresses: [10.0.0.8], interface: eth0, vrid: 1}}",
        "vips: {v: {addresses: [10.0.0.8/24], interface: eth0, vrid: 1, preempt: maybe}}"
      })
  void badPartsAreNot(String line) throws IOException {
    assertFalse(validate(base() + line).isEmpty(), line);
  }

  private static String base() {
    return "cluster: c\nnodes: {a: {address: 10.0.0.1}}\nbalancers: {b: {address: 10.0.0.2}}\n";
  }

  private static Set<ValidationMessage> validate(String yaml) throws IOException {
    JsonNode json = JSON.valueToTree(ConfigSchema.json(YamlReader.read(yaml).root().orElseThrow()));
    return SCHEMAS.getSchema(ConfigSchema.text()).validate(json);
  }
}
