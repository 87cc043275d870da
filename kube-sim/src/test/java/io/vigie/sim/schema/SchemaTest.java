package io.vigie.sim.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {

  private static final Schema SCHEMA =
      SchemaReader.read(
          json(
              "{'type':'object','required':['spec'],'properties':{'spec':{'type':'object',"
                  + "'required':['size'],'properties':{"
                  + "'size':{'type':'string','pattern':'^[0-9]+$','minLength':1,'maxLength':5},"
                  + "'count':{'type':'integer','minimum':1,'maximum':9},"
                  + "'ratio':{'type':'number','minimum':0,'exclusiveMinimum':true},"
                  + "'on':{'type':'boolean','default':true},"
                  + "'mode':{'type':'string','enum':['a','b']},"
                  + "'port':{'x-kubernetes-int-or-string':true},"
                  + "'list':{'type':'array','maxItems':2,'items':{'type':'object','properties':"
                  + "{'n':{'type':'integer'}}}},"
                  + "'map':{'type':'object','nullable':true,'additionalProperties':"
                  + "{'type':'string'}},"
                  + "'free':{'type':'object','x-kubernetes-preserve-unknown-fields':true,"
                  + "'properties':{'n':{'type':'integer'}}}}}}}"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'spec':{'size':'12','count':3,'ratio':0.5,'port':80,'list':[{'n':1}],'map':null}} | ``",
        "{'spec':{'size':'12','port':'http','count':3.0,'map':{'a':'b'},'free':{'x':[]}}} | ``",
        "{} | spec: Required value",
        "{'spec':{}} | spec.size: Required value",
        "{'spec':5} | spec: Invalid value: 'integer': spec in body must be of type object:"
            + " 'integer'",
        "{'spec':null} | spec: Invalid value: 'null': spec in body must be of type object: 'null'",
        "{'spec':{'size':12}} | spec.size: Invalid value: 'integer': spec.size in body must be of"
            + " type string: 'integer'",
        "{'spec':{'size':'x'}} | spec.size: Invalid value: 'x': spec.size in body should match"
            + " '^[0-9]+$'",
        "{'spec':{'size':'123456'}} | spec.size: Too long: may not be more than 5 bytes",
        "{'spec':{'size':'1','count':0}} | spec.count: Invalid value: 0: spec.count in body should"
            + " be greater than or equal to 1",
        "{'spec':{'size':'1','count':10}} | spec.count: Invalid value: 10: spec.count in body"
            + " should be less than or equal to 9",
        "{'spec':{'size':'1','count':1.5}} | spec.count: Invalid value: 'number': spec.count in"
            + " body must be of type integer: 'number'",
        "{'spec':{'size':'1','ratio':0}} | spec.ratio: Invalid value: 0: spec.ratio in body should"
            + " be greater than 0",
        "{'spec':{'size':'1','on':'yes'}} | spec.on: Invalid value: 'string': spec.on in body must"
            + " be of type boolean: 'string'",
        "{'spec':{'size':'1','mode':'c'}} | spec.mode: Unsupported value: 'c': supported values:"
            + " 'a', 'b'",
        "{'spec':{'size':'1','port':true}} | spec.port: Invalid value: 'boolean': spec.port in body"
            + " must be of type integer,string: 'boolean'",
        "{'spec':{'size':'1','list':[{'n':1},{'n':'x'}]}} | spec.list[1].n: Invalid value:"
            + " 'string': spec.list[1].n in body must be of type integer: 'string'",
        "{'spec':{'size':'1','list':[{},{},{}]}} | spec.list: Too many: 3: must have at most 2"
            + " items",
        "{'spec':{'size':'1','map':{'a':1}}} | spec.map.a: Invalid value: 'integer': spec.map.a in"
            + " body must be of type string: 'integer'",
      })
  void anObjectIsCheckedInTheServersWords(String object, String expected) {
    List<Violation> found = Check.of(SCHEMA, json(object));
    String said =
        String.join("; ", found.stream().map(v -> v.field() + ": " + v.message()).toList());
    assertEquals(expected.replace("'", ""), said.replaceAll("['\"]", ""));
  }

  @Test
  void everythingThatIsWrongIsSaid() {
    List<Violation> found = Check.of(SCHEMA, json("{'spec':{'count':0,'mode':'c','list':5}}"));
    assertEquals(
        List.of(
            "FieldValueRequired",
            "FieldValueInvalid",
            "FieldValueNotSupported",
            "FieldValueTypeInvalid"),
        found.stream().map(Violation::reason).toList());
  }

  @Test
  void whatIsUnknownIsTakenOut() {
    ObjectNode object =
        json(
            "{'apiVersion':'v1','kind':'K','metadata':{'name':'x'},'extra':1,'spec':{'size':'1',"
                + "'more':2,'list':[{'n':1,'o':2}],'map':{'any':'thing'},'free':{'x':{'y':1}}}}");
    assertEquals(List.of("extra", "spec.more", "spec.list[0].o"), sorted(Prune.of(SCHEMA, object)));
    assertEquals(
        json(
            "{'apiVersion':'v1','kind':'K','metadata':{'name':'x'},'spec':{'size':'1',"
                + "'list':[{'n':1}],'map':{'any':'thing'},'free':{'x':{'y':1}}}}"),
        object);
  }

  @Test
  void whatIsNotSaidIsSoByDefault() {
    ObjectNode object = json("{'spec':{'size':'1'}}");
    Defaults.into(SCHEMA, object);
    assertEquals(json("{'spec':{'size':'1','on':true}}"), object);
  }

  private static List<String> sorted(List<String> fields) {
    List<String> order = List.of("extra", "spec.more", "spec.list[0].o");
    return fields.stream()
        .sorted((a, b) -> Integer.compare(order.indexOf(a), order.indexOf(b)))
        .toList();
  }

  private static ObjectNode json(String quoted) {
    try {
      return (ObjectNode) Json.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(quoted, e);
    }
  }
}
