/* What validation finds: where, by which keyword, in which words. */
#include "schema/fixture.h"

static void every_keyword_of_scalars_speaks(void **state)
{
    struct fixture *f = *state;

    expect(f, "type: string", "5",
           "1:1  type /type: expected a string, found the number 5 (put it in quotes to make it a string)\n");
    expect(f, "type: [integer, 'null']", "1.5", "1:1  type /type: expected an integer or null, found the number 1.5\n");
    expect(f, "type: boolean", "'true'",
           "1:1  type /type: expected true or false, found the string \"true\" (take away the quotes)\n");
    expect(f, "type: array", "x",
           "1:1  type /type: expected a list, found the string \"x\" (write it as a list, even for one)\n");
    expect(f, "enum: [merge, squash, 3]", "sqash",
           "1:1  enum /enum: expected \"merge\", \"squash\" or 3, found the string \"sqash\" (did you mean "
           "\"squash\"?)\n");
    expect(f, "const: {a: 1}", "{a: 2}", "1:1  const /const: expected {\"a\":1}, found a mapping\n");
    expect(f, "minimum: 0", "-1", "1:1  minimum /minimum: -1 is too small: the least allowed is 0\n");
    expect(f, "exclusiveMaximum: 10", "10",
           "1:1  exclusiveMaximum /exclusiveMaximum: 10 is too large: it must be less than 10\n");
    expect(f, "multipleOf: 0.1", "0.35", "1:1  multipleOf /multipleOf: 0.35 is not a multiple of 0.1\n");
    expect(f, "{minLength: 3, pattern: '^[a-z]+$'}", "\"\xC3\xA9\"",
           "1:1  minLength /minLength: the string has 1 character, at least 3 are required\n"
           "1:1  pattern /pattern: \"\xC3\xA9\" does not match the pattern ^[a-z]+$\n");
    expect(f, "maxLength: 1", "ab", "1:1  maxLength /maxLength: the string has 2 characters, at most 1 is allowed\n");
    expect(f, "false", "[]", "1:1  false : nothing is allowed here, found an empty list\n");
    expect(f, "not: {type: 'null'}", "~", "1:1  not /not: expected anything but null, found null\n");
}

static void every_keyword_of_lists_speaks(void **state)
{
    struct fixture *f = *state;

    expect(f, "{maxItems: 1, items: {type: integer}}", "[1, x,\n z]",
           "1:5 /1 type /items/type: expected an integer, found the string \"x\"\n"
           "2:2 /2 type /items/type: expected an integer, found the string \"z\"\n"
           "1:1  maxItems /maxItems: the list has 3 elements, at most 1 is allowed\n");
    expect(f, "uniqueItems: true", "- {a: 1}\n- 2\n- {a: 1.0}\n",
           "3:3  uniqueItems /uniqueItems: elements 1 and 3 are the same, but each may stand only once: "
           "{\"a\":1}\n");
    expect(f, "contains: {const: main}", "[dev]",
           "1:1  contains /contains: 0 elements of the list are \"main\", at least 1 must be\n");
    expect(f, "{contains: {minLength: 2}, maxContains: 1}", "[aa, bb]",
           "1:1  maxContains /maxContains: 2 elements of the list are as \"contains\" asks, at most 1 may be\n");
    expect(f, "{prefixItems: [true], items: false}", "[1, 2]",
           "1:5 /1 false /items: nothing is allowed here, found the number 2\n");
    expect(f, "{prefixItems: [true], unevaluatedItems: false}", "[1, [2]]",
           "1:5  unevaluatedItems /unevaluatedItems: one element too many: a list\n");
}

static void every_keyword_of_mappings_speaks(void **state)
{
    struct fixture *f = *state;

    expect(f, "{required: [name, spec], properties: {name: true}}", "job:\n  x: 1\n",
           "1:1  required /required: the key \"name\" is missing\n"
           "1:1  required /required: the key \"spec\" is missing\n");
    expect(f, "{properties: {cluster: true, name: true}, additionalProperties: false}", "name: a\n  \nclutser: b\n",
           "3:1  additionalProperties /additionalProperties: unknown key \"clutser\"; known here are "
           "\"cluster\" and "
           "\"name\" (did you mean \"cluster\"?)\n");
    expect(f, "additionalProperties: {type: integer}", "a: 1\nb: x\n",
           "2:4 /b type /additionalProperties/type: expected an integer, found the string \"x\"\n");
    expect(f, "properties: {old: false}", "old: 1\n",
           "1:1 /old false /properties/old: the key \"old\" is not allowed here, found the number 1\n");
    expect(f, "patternProperties: {'^x-': {type: string}}", "x-a: {}\ny: 1\n",
           "1:6 /x-a type /patternProperties/^x-/type: expected a string, found an empty mapping\n");
    expect(f, "propertyNames: {pattern: '^[a-z/]+$'}", "a/b: {1: x}\nA~: 1\n",
           "2:1 /A~0 pattern /propertyNames/pattern: this key is not allowed: \"A~\" does not match the pattern "
           "^[a-z/]+$\n");
    expect(f, "dependentRequired: {cron: [tz]}", "cron: x\n",
           "1:1  dependentRequired /dependentRequired: the key \"tz\" is missing; it is required where "
           "\"cron\" is set\n");
    expect(f, "dependentSchemas: {a: {required: [b]}}", "a: 1\n",
           "1:1  required /dependentSchemas/a/required: the key \"b\" is missing\n");
    expect(f, "{minProperties: 2, maxProperties: 0}", "a: 1\n",
           "1:1  minProperties /minProperties: the mapping has 1 key, at least 2 are required\n"
           "1:1  maxProperties /maxProperties: the mapping has 1 key, at most 0 are allowed\n");
}

static const char jobs[] = "$defs:\n"
                           "  job:\n"
                           "    type: object\n"
                           "    required: [name]\n"
                           "    properties:\n"
                           "      name: {type: string, maxLength: 5}\n"
                           "      max: {type: integer, minimum: 0}\n"
                           "    additionalProperties: false\n"
                           "properties:\n"
                           "  presubmits:\n"
                           "    additionalProperties: {items: {$ref: '#/$defs/job'}}\n";

static void all_violations_are_found_in_one_walk(void **state)
{
    struct fixture *f = *state;

    f->terse = true;
    expect(f, jobs,
           "presubmits:\n"
           "  org/repo:\n"
           "  - name: too-long\n"
           "    max: -1\n"
           "  - nmae: x\n"
           "    max: 1.0\n"
           "  other: 5\n",
           "3:11 /presubmits/org~1repo/0/name maxLength: the string has 8 characters, at most 5 are allowed\n"
           "4:10 /presubmits/org~1repo/0/max minimum: -1 is too small: the least allowed is 0\n"
           "5:5 /presubmits/org~1repo/1 additionalProperties: unknown key \"nmae\"; known here are \"name\" "
           "and \"max\"\n"
           "5:5 /presubmits/org~1repo/1 required: the key \"name\" is missing\n");
}

static void what_an_alias_brings_in_is_judged_where_it_is_written(void **state)
{
    struct fixture *f = *state;

    f->terse = true;
    expect(f, "additionalProperties: {properties: {m: {type: string}}}", "a: &a\n  m: [1]\nb: *a\nc:\n  <<: *a\n",
           "2:6 /a/m type: expected a string, found a list\n"
           "2:6 /a/m type: expected a string, found a list\n"
           "2:6 /a/m type: expected a string, found a list\n");
}

static const char steps[] = "items:\n"
                            "  oneOf:\n"
                            "  - title: shell step\n"
                            "    properties: {action: {const: Shell}, command: {type: string}}\n"
                            "    required: [action, command]\n"
                            "    additionalProperties: false\n"
                            "  - title: template step\n"
                            "    properties: {action: {enum: [ARM, ARMStack]}, template: {type: string}}\n"
                            "    required: [action, template]\n"
                            "    additionalProperties: false\n";

static void the_closest_alternative_is_told(void **state)
{
    struct fixture *f = *state;

    expect(f, steps, "- action: ARM\n  tmplate: x\n",
           "2:3 /0 additionalProperties /items/oneOf/1/additionalProperties: unknown key \"tmplate\"; known "
           "here are "
           "\"action\" and \"template\" (did you mean \"template\"?)\n"
           "1:3 /0 required /items/oneOf/1/required: the key \"template\" is missing (judged as \"template "
           "step\", the "
           "closest of the 2 forms allowed here)\n");
    expect(f, steps, "- {action: Shel, command: x}\n",
           "1:12 /0/action const /items/oneOf/0/properties/action/const: expected \"Shell\", \"ARM\" or "
           "\"ARMStack\", "
           "found the string \"Shel\" (did you mean \"Shell\"?)\n");
    expect(f, steps, "- {action: ARMStac, command: x}\n",
           "1:12 /0/action const /items/oneOf/0/properties/action/const: expected \"Shell\", \"ARM\" or "
           "\"ARMStack\", "
           "found the string \"ARMStac\" (did you mean \"ARMStack\"?)\n");
    f->terse = true;
    expect(f, "anyOf: [{type: string}, {type: array, items: {type: string}}]", "[a, 1]",
           "1:5 /1 type: expected a string, found the number 1\n");
    expect(f, "anyOf: [{type: string}, {type: array}, {enum: [1, a]}]", "{}",
           "1:1  anyOf: expected a string, a list, \"a\" or 1, found an empty mapping\n");
    expect(f, "anyOf: [{minLength: 9, type: string}, {not: true}]", "a",
           "1:1  minLength: the string has 1 character, at least 9 are required\n");
    expect(f, "oneOf: [{type: integer}, true, {minimum: 2}]", "3",
           "1:1  oneOf: this fits alternatives 1 and 2 of 3, but must fit only one\n");
    expect(f, "anyOf: [{const: 1}, {allOf: [{const: 2}, {minimum: 1}]}]", "3",
           "1:1  anyOf: expected one of 2 forms, found the number 3\n");
}

static void nested_alternatives_are_told_from_the_inside(void **state)
{
    struct fixture *f = *state;

    f->terse = true;
    expect(f,
           "anyOf:\n- type: 'null'\n- properties:\n    x: {oneOf: [{type: string}, {type: object, required: "
           "[q]}]}\n",
           "x: {z: 1}\n", "1:1 /x required: the key \"q\" is missing\n");
}

static void conditions_speak_by_their_branch(void **state)
{
    struct fixture *f = *state;
    static const char schema[] = "if: {properties: {kind: {const: a}}, required: [kind]}\n"
                                 "then: {required: [x]}\nelse: {required: [z]}\n";

    f->terse = true;
    expect(f, schema, "kind: a\n", "1:1  required: the key \"x\" is missing\n");
    expect(f, schema, "kind: b\n", "1:1  required: the key \"z\" is missing\n");
    expect(f, schema, "kind: a\nx: 1\n", "");
}

static void unevaluated_keys_are_only_the_unknown_ones(void **state)
{
    struct fixture *f = *state;
    static const char schema[] = "$defs: {base: {properties: {name: {type: string}}}}\n"
                                 "allOf: [{$ref: '#/$defs/base'}]\n"
                                 "anyOf: [{properties: {a: {type: integer}}}, {properties: {b: true}}]\n"
                                 "unevaluatedProperties: false\n";

    f->terse = true;
    expect(f, schema, "name: x\na: 1\nb: 2\n", "");
    expect(f, schema, "name: x\na: text\nb: 2\n", "2:1  unevaluatedProperties: unknown key \"a\"\n");
    /* A name of the wrong type is a known key all the same. */
    expect(f, schema, "name: 5\nc: 1\n",
           "1:7 /name type: expected a string, found the number 5\n"
           "2:1  unevaluatedProperties: unknown key \"c\"\n");
}

static void many_elements_are_tracked(void **state)
{
    struct fixture *f = *state;
    struct buf data = { 0 };

    f->terse = true;
    for (int i = 0; i < 200; i++)
        buf_printf(&data, "k%d: 1\n", i);
    buf_put(&data, STR("other: 1\n"));
    expect(f, "{patternProperties: {'^k': true}, unevaluatedProperties: false}", data.p,
           "201:1  unevaluatedProperties: unknown key \"other\"\n");
    buf_free(&data);
}

static void long_values_are_cut_in_messages(void **state)
{
    struct fixture *f = *state;

    f->terse = true;
    expect(f, "type: integer", "0123456789012345678901234567890123456789012345678901234567890123456789x",
           "1:1  type: expected an integer, found the string "
           "\"012345678901234567890123456789012345678901234567890123456789...\"\n");
    expect(f, "enum: [a1, b1, c1, d1, e1, f1, g1, h1, i1, j1, k1, l1, m1, n1]", "zz",
           "1:1  enum: expected \"a1\", \"b1\", \"c1\", \"d1\", \"e1\", \"f1\", \"g1\", \"h1\", \"i1\", \"j1\", "
           "\"k1\", \"l1\" or 2 more, found the string \"zz\"\n");
}

static bool check_duration(struct str value, struct arena *a, struct str *why)
{
    *why = arena_printf(a, "missing unit in duration %.*s", STR_ARG(value));
    return str_ends(value, STR("s"));
}

static void formats_are_asserted_when_asked(void **state)
{
    struct fixture *f = *state;
    static const struct schema_format formats[] = { { STR_INIT("go-duration"), check_duration } };

    expect(f, "format: go-duration", "'10'", "");
    f->options.formats = formats;
    f->options.format_count = 1;
    expect(f, "format: go-duration", "'10'", "");
    f->options.assert_formats = true;
    expect(f, "format: go-duration", "'10'",
           "1:1  format /format: \"10\" is no valid go-duration: missing unit in duration 10\n");
    expect(f, "{format: go-duration}", "10s", "");
    expect(f, "{format: go-duration}", "10", "");
    expect(f, "format: something-else", "x", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_keyword_of_scalars_speaks),
        TEST(every_keyword_of_lists_speaks),
        TEST(every_keyword_of_mappings_speaks),
        TEST(all_violations_are_found_in_one_walk),
        TEST(what_an_alias_brings_in_is_judged_where_it_is_written),
        TEST(the_closest_alternative_is_told),
        TEST(nested_alternatives_are_told_from_the_inside),
        TEST(conditions_speak_by_their_branch),
        TEST(unevaluated_keys_are_only_the_unknown_ones),
        TEST(many_elements_are_tracked),
        TEST(long_values_are_cut_in_messages),
        TEST(formats_are_asserted_when_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
