package io.vigie.sim.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigie.sim.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':'b'} | {'a':'c'} | {'a':'c'}",
        "{'a':'b'} | {'b':'c'} | {'a':'b','b':'c'}",
        "{'a':'b'} | {'a':null} | {}",
        "{'a':'b','b':'c'} | {'a':null} | {'b':'c'}",
        "{'a':['b']} | {'a':'c'} | {'a':'c'}",
        "{'a':'c'} | {'a':['b']} | {'a':['b']}",
        "{'a':{'b':'c'}} | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
        "{'e':null} | {'a':1} | {'e':null,'a':1}",
        "{} | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}",
      })
  void mergesAsRfc7386Says(String target, String patch, String result) {
    assertEquals(json(result), MergePatch.apply(json(target), json(patch)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1} | [{'op':'add','path':'/b','value':2}] | {'a':1,'b':2}",
        "{'a':[1,3]} | [{'op':'add','path':'/a/1','value':2}] | {'a':[1,2,3]}",
        "{'a':[1]} | [{'op':'add','path':'/a/-','value':2}] | {'a':[1,2]}",
        "{'a':1,'b':2} | [{'op':'remove','path':'/b'}] | {'a':1}",
        "{'a':[1,2]} | [{'op':'remove','path':'/a/0'}] | {'a':[2]}",
        "{'a':[1,2]} | [{'op':'replace','path':'/a/0','value':9}] | {'a':[9,2]}",
        "{'a/b':1} | [{'op':'replace','path':'/a~1b','value':2}] | {'a/b':2}",
        "{'a':{'x':1}} | [{'op':'move','from':'/a/x','path':'/b'}] | {'a':{},'b':1}",
        "{'a':{'x':1}} | [{'op':'copy','from':'/a','path':'/b'}] | {'a':{'x':1},'b':{'x':1}}",
        "{'a':1} | [{'op':'test','path':'/a','value':1}] | {'a':1}",
      })
  void stepsAsRfc6902Says(String target, String patch, String result) {
    assertEquals(json(result), JsonPatch.apply(json(target), json(patch)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{'op':'add','path':'/x/y','value':1}]",
        "[{'op':'add','path':'/l/5','value':1}]",
        "[{'op':'remove','path':'/x'}]",
        "[{'op':'replace','path':'/x','value':1}]",
        "[{'op':'test','path':'/a','value':2}]",
        "[{'op':'dance','path':'/a'}]",
        "[{'op':'add','path':'a','value':2}]",
        "[{'op':'add','path':'/b'}]",
        "[{'op':'remove','path':'/l/01x'}]",
      })
  void stepsThatCannotBeDoneAreNot(String patch) {
    assertThrows(
        JsonPatch.Unfit.class, () -> JsonPatch.apply(json("{'a':1,'l':[1]}"), json(patch)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'conditions':[{'type':'Ready','status':'True','reason':'r'},{'type':'Disk','status':'F'}]}"
            + " | {'conditions':[{'type':'Ready','status':'Unknown'}]} |"
            + " {'conditions':[{'type':'Ready','status':'Unknown','reason':'r'},"
            + "{'type':'Disk','status':'F'}]}",
        "{'taints':[{'key':'a','effect':'x'}]} | {'taints':[{'key':'b','effect':'y'}]}"
            + " | {'taints':[{'key':'a','effect':'x'},{'key':'b','effect':'y'}]}",
        "{'taints':[{'key':'a'},{'key':'b'}]} | {'taints':[{'key':'a','$patch':'delete'}]}"
            + " | {'taints':[{'key':'b'}]}",
        "{'taints':[{'key':'a'}]} | {'taints':[{'$patch':'replace'},{'key':'c'}]}"
            + " | {'taints':[{'key':'c'}]}",
        "{'args':['a']} | {'args':['b']} | {'args':['b']}",
        "{'finalizers':['a']} | {'finalizers':['b','a']} | {'finalizers':['a','b']}",
        "{'finalizers':['a','b']} | {'$deleteFromPrimitiveList/finalizers':['a']}"
            + " | {'finalizers':['b']}",
        "{'spec':{'unschedulable':true,'x':1}} | {'spec':{'unschedulable':null}}"
            + " | {'spec':{'x':1}}",
        "{'a':{'x':1}} | {'a':{'$patch':'replace','y':2}} | {'a':{'y':2}}",
        "{'a':{'x':1}} | {'a':{'$patch':'delete'}} | {'a':{}}",
        "{'a':{'x':1,'y':1}} | {'a':{'$retainKeys':['y'],'y':2}} | {'a':{'y':2}}",
        "{} | {'$setElementOrder/taints':[{'key':'a'}],'taints':[{'key':'a'}]}"
            + " | {'taints':[{'key':'a'}]}",
      })
  void mergesListsByTheirKey(String target, String patch, String result) {
    assertEquals(json(result), StrategicPatch.apply(object(target), object(patch)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b | true",
        "a==b | true",
        "a!=b | false",
        "a!=c | true",
        "x!=c | true",
        "a in (b, c) | true",
        "a in (c) | false",
        "a notin (c,d) | true",
        "x notin (c) | true",
        "a | true",
        "!a | false",
        "!x | true",
        "a=b,c=d | false",
        "a in (b,c),p.io/q=1 | true",
        "p.io/q | true",
        "'' | true",
        "x= | false",
      })
  void labelsFitASelector(String selector, boolean fits) {
    var read = Selector.labels(selector);
    assertNotNull(read);
    assertEquals(fits, read.test(Map.of("a", "b", "p.io/q", "1")));
  }

  @Test
  void whatIsNoSelectorIsNone() {
    assertNull(Selector.labels("a in b"));
    assertNull(Selector.labels("a=(b)"));
    assertNull(Selector.labels("=b"));
  }

  private static ObjectNode object(String quoted) {
    return (ObjectNode) json(quoted);
  }

  private static JsonNode json(String quoted) {
    try {
      return Json.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(quoted, e);
    }
  }
}
