/* What makes a schema: errors, references, the window, what it tells afterwards, and how hostile ones end. */
#include "schema/fixture.h"
#include "syntax/json/json.h"
#include "syntax/yaml/yaml.h"

static void malformed_schemas_are_refused_with_their_place(void **state)
{
    struct fixture *f = *state;

    expect_refused(f, "", "", "the schema is empty");
    expect_refused(f, "[]", "", "a schema must be a mapping, true or false");
    expect_refused(f, "properties: {a: {type: strng}}", "/properties/a/type",
                   "type: \"strng\" is no type; types are null, boolean, integer, number, string, array and object");
    expect_refused(f, "type: [string, 5]", "/type/1",
                   "type: \"5\" is no type; types are null, boolean, integer, number, string, array and object");
    expect_refused(f, "properties: [a]", "/properties", "properties: the value must be a mapping");
    expect_refused(f, "properties: {a: 5}", "/properties/a", "properties: a schema must be a mapping, true or false");
    expect_refused(f, "required: name", "/required", "required: the value must be a list");
    expect_refused(f, "required: [1]", "/required/0", "required: the value must be a string");
    expect_refused(f, "minLength: -1", "/minLength", "minLength: the value must be a whole number, 0 or more");
    expect_refused(f, "minLength: 1.5", "/minLength", "minLength: the value must be a whole number, 0 or more");
    expect_refused(f, "maximum: '5'", "/maximum", "maximum: the value must be a number");
    expect_refused(f, "multipleOf: 0", "/multipleOf", "multipleOf: the value must be greater than 0");
    expect_refused(f, "uniqueItems: 1", "/uniqueItems", "uniqueItems: the value must be true or false");
    expect_refused(f, "pattern: '(?=a)'", "/pattern",
                   "pattern: the pattern \"(?=a)\" can't be used: look-around is not possible");
    expect_refused(f, "pattern: 'a**'", "/pattern",
                   "pattern: the pattern \"a**\" can't be used: error parsing regexp: invalid nested repetition "
                   "operator: `**`");
    expect_refused(f, "patternProperties: {'[': true}", "/patternProperties/[",
                   "patternProperties: the pattern \"[\" can't be used: a bracket is not closed");
    expect_refused(f, "dependentRequired: {a: b}", "/dependentRequired/a",
                   "dependentRequired: the value must be a list");
    expect_refused(f, "$id: '#x'", "/$id", "$id may not have a fragment; write $anchor: x");
    expect_refused(f, "$defs: {a: {$anchor: x}, b: {$anchor: x}}", "/$defs/a",
                   "the anchor \"x\" stands twice in one schema");
}

static void references_that_lead_nowhere_are_refused(void **state)
{
    struct fixture *f = *state;

    expect_refused(f, "$ref: '#/$defs/a'", "/$ref",
                   "the reference \"#/$defs/a\" leads nowhere: there is no \"/$defs/a\" in this schema");
    expect_refused(f, "$ref: '#a'", "/$ref", "the reference \"#a\" leads nowhere: there is no \"a\" in this schema");
    expect_refused(f, "{$ref: '#/enum/0', enum: [1]}", "/$ref",
                   "the reference \"#/enum/0\" leads to something that is no schema");
    expect_refused(f, "{$id: 'http://x/a/b.json', $ref: 'c.json#/d'}", "/$ref",
                   "the reference \"c.json#/d\" leads to \"http://x/a/c.json\", which is not among the documents "
                   "given");
    expect_refused(f, "$schema: http://json-schema.org/draft-04/schema#", "/$schema",
                   "the $schema \"http://json-schema.org/draft-04/schema#\" is unknown; known are draft-07, 2019-09, "
                   "2020-12 and the documents given with the schema");
}

static void references_lead_into_given_documents(void **state)
{
    struct fixture *f = *state;
    struct schema_document documents[] = {
        { STR_INIT("common.yaml"),
          read_yaml(f, "$defs: {name: {type: string}, list: {items: {$ref: '#/$defs/name'}}}\n") },
        { STR_INIT("other.yaml"), read_yaml(f, "{$id: 'https://x/y.json', $ref: common.yaml}") },
    };

    f->options.documents = documents;
    f->options.document_count = 2;
    expect(f, "properties: {a: {$ref: 'common.yaml#/$defs/list'}}", "a: [x, 1]\n",
           "1:8 /a/1 type common.yaml#/$defs/name/type: expected a string, found the number 1 (put it in "
           "quotes to make "
           "it a string)\n");
    expect_refused(f, "$ref: 'https://x/y.json'", "other.yaml#/$ref",
                   "the reference \"common.yaml\" leads to \"https://x/common.yaml\", which is not among the documents "
                   "given");
}

static void a_demanded_vocabulary_must_be_known(void **state)
{
    struct fixture *f = *state;
    struct schema_document meta = {
        STR_INIT("https://x/meta"),
        read_yaml(f, "$schema: https://json-schema.org/draft/2020-12/schema\n"
                     "$vocabulary: {'https://x/vocab': true}\n"),
    };

    f->options.documents = &meta;
    f->options.document_count = 1;
    expect_refused(f, "$schema: https://x/meta", "https://x/meta#/$vocabulary/https:~1~1x~1vocab",
                   "the vocabulary \"https://x/vocab\" is demanded here and unknown");
    /* One that describes itself is of the draft that holds where nothing is said. */
    meta.tape = read_yaml(f, "$schema: https://x/meta\n");
    expect(f, "{$schema: 'https://x/meta', type: integer}", "1", "");
}

static void meta_schemas_judge_schemas(void **state)
{
    struct fixture *f = *state;
    static const enum schema_draft drafts[] = { SCHEMA_DRAFT_2020_12, SCHEMA_DRAFT_7, SCHEMA_DRAFT_2019_09 };

    f->terse = true;
    for (size_t i = 0; i < sizeof drafts / sizeof *drafts; i++) {
        schema_free(f->schema);
        f->schema = schema_compile_meta(drafts[i], &f->arena, &f->schema_error);
        validate(f, "{type: [string], properties: {a: {minLength: 5, items: {$ref: '#'}}}}");
        assert_int_equal(f->verdict, SCHEMA_VALID);
        validate(f, "properties: {a: {not: {minLength: -5}}}");
        assert_same(buf_str(&f->found),
                    "1:35 /properties/a/not/minLength minimum: -5 is too small: the least allowed is 0\n");
    }
}

/* The window of this test: what is since "new" is not there yet. */
static bool is_present(void *context, const struct node *subschema)
{
    ++*(unsigned *)context;
    return !node_is(node_get(subschema, STR("x-since")), STR("new"));
}

static const char windowed[] = "$defs:\n"
                               "  fresh: {x-since: new, type: object}\n"
                               "properties:\n"
                               "  name: {type: string}\n"
                               "  tags: {type: array, x-since: new}\n"
                               "  old: {x-since: old, type: integer}\n"
                               "  by-ref: {$ref: '#/$defs/fresh'}\n"
                               "  mode:\n"
                               "    oneOf: [{const: a}, {const: b, x-since: new}]\n"
                               "  any: {anyOf: [{x-since: new}]}\n"
                               "  list: {items: {x-since: new, type: string}, prefixItems: [{x-since: new}]}\n"
                               "required: [tags, name]\n"
                               "dependentRequired: {old: [by-ref]}\n"
                               "additionalProperties: false\n";

static void the_window_takes_away_what_it_does_not_have(void **state)
{
    struct fixture *f = *state;
    unsigned asked = 0;

    f->terse = true;
    expect(f, windowed, "{name: x, tags: [], old: 1, by-ref: {}, mode: b, any: 1, list: [z]}", "");
    f->options.present = is_present;
    f->options.present_context = &asked;
    expect(f, windowed, "{name: x, old: 1, mode: a, list: [5, 5]}", "");
    assert_true(asked > 0);
    expect(f, windowed, "{name: x, tags: [], by-ref: {}, mode: b, any: 1}",
           "1:11  additionalProperties: unknown key \"tags\"; known here are \"name\", \"old\", \"mode\", "
           "\"any\" and "
           "\"list\"\n"
           "1:21  additionalProperties: unknown key \"by-ref\"; known here are \"name\", \"old\", \"mode\", "
           "\"any\" and "
           "\"list\"\n"
           "1:39 /mode oneOf: expected \"a\", found the string \"b\"\n"
           "1:47 /any anyOf: expected nothing at all, found the number 1\n");
    expect(f, windowed, "{old: 1}", "1:1  required: the key \"name\" is missing\n");
}

static void the_window_has_its_own_values(void **state)
{
    struct fixture *f = *state;
    unsigned asked = 0;
    static const char schema[] = "enum: [a, b, 5]\n"
                                 "x-values: {b: {x-since: new}, c: {x-until: old}, d: {x-since: new}}\n";

    f->terse = true;
    expect(f, schema, "b", "");
    expect(f, schema, "c", "1:1  enum: expected \"a\", \"b\" or 5, found the string \"c\"\n");
    f->options.present = is_present;
    f->options.present_context = &asked;
    expect(f, schema, "c", "");
    expect(f, schema, "5", "");
    expect(f, schema, "b", "1:1  enum: expected \"a\", \"c\" or 5, found the string \"b\"\n");
    expect(f, schema, "d", "1:1  enum: expected \"a\", \"c\" or 5, found the string \"d\"\n");
}

static void an_empty_document_is_null(void **state)
{
    struct fixture *f = *state;

    expect(f, "type: object", "", "1:1  type /type: expected a mapping, found null\n");
    expect(f, "type: 'null'", "# nothing\n", "");
}

static void extension_keywords_stay_with_their_subschema(void **state)
{
    struct fixture *f = *state;
    static const struct str names[] = { STR_INIT("x-cel") };

    f->options.annotations = names;
    f->options.annotation_count = 1;
    expect(f,
           "properties:\n"
           "  a: {x-cel: one, type: string}\n"
           "  b: {anyOf: [{x-cel: no, type: integer}, {x-cel: yes, type: string}]}\n"
           "items: {x-cel: each}\n",
           "a: x\nb: z\n", "");
    assert_same(buf_str(&f->annotations), "/a by /properties/a\n/b by /properties/b/anyOf/1\n");
    validate(f, "a: 1\nb: z\n");
    assert_same(buf_str(&f->annotations), "/b by /properties/b/anyOf/1\n");
    validate(f, "[1, [2]]");
    assert_same(buf_str(&f->annotations), "/0 by /items\n/1 by /items\n");
}

static void note_rule(void *context, const struct schema_violation *v)
{
    struct fixture *f = context;

    buf_printf(&f->found, "%.*s\n", STR_ARG(node_text(schema_violation_keyword(f->schema, v, STR("x-rule")))));
}

static void a_violation_finds_its_rule_through_references(void **state)
{
    struct fixture *f = *state;
    struct schema_report report = { .context = f, .violation = note_rule };

    compile(f, "$defs: {num: {type: integer, minimum: 1}, deep: {x-rule: inner, properties: {z: false}}}\n"
               "properties:\n"
               "  a: {x-rule: outer, $ref: '#/$defs/num'}\n"
               "  b: {x-rule: outer, allOf: [{$ref: '#/$defs/deep'}, {required: [q]}]}\n"
               "x-rule: root\n");
    f->data = *read_yaml(f, "a: 0\nb: {z: 1}\n");
    assert_int_equal(schema_validate(f->schema, f->data.root, &f->scratch, &report, &f->error), SCHEMA_INVALID);
    assert_same(buf_str(&f->found), "outer\n\nouter\n");
}

static bool list_key(void *context, struct str key, uint32_t subschema, bool required)
{
    buf_printf(context, "%.*s%s ", STR_ARG(key), required ? "!" : "");
    return subschema != SCHEMA_NONE && !str_eq(key, STR("stop"));
}

static void a_schema_tells_what_it_knows(void **state)
{
    struct fixture *f = *state;
    uint32_t id;

    compile(f, "$defs: {base: {properties: {name: {description: the name}, a: true}, required: [name]}}\n"
               "$ref: '#/$defs/base'\n"
               "properties: {a: {title: mine}, list: {prefixItems: [{title: first}], items: {title: rest}}}\n"
               "patternProperties: {'^x-': {title: extension}}\n"
               "additionalProperties: {title: other}\n"
               "oneOf: [{properties: {b: true}}, {properties: {b: false, stop: true, c: true}}]\n");
    id = schema_property(f->schema, SCHEMA_ROOT, STR("name"));
    assert_same(node_text(schema_keyword(f->schema, id, STR("description"))), "the name");
    assert_same(schema_pointer(f->schema, id, &f->arena), "/$defs/base/properties/name");
    id = schema_property(f->schema, SCHEMA_ROOT, STR("a"));
    assert_true(node_is(schema_keyword(f->schema, id, STR("title")), STR("mine")));
    id = schema_property(f->schema, SCHEMA_ROOT, STR("x-y"));
    assert_true(node_is(schema_keyword(f->schema, id, STR("title")), STR("extension")));
    id = schema_property(f->schema, SCHEMA_ROOT, STR("zzz"));
    assert_true(node_is(schema_keyword(f->schema, id, STR("title")), STR("other")));
    id = schema_property(f->schema, SCHEMA_ROOT, STR("list"));
    assert_true(node_is(schema_keyword(f->schema, schema_element(f->schema, id, 0), STR("title")), STR("first")));
    assert_true(node_is(schema_keyword(f->schema, schema_element(f->schema, id, 7), STR("title")), STR("rest")));
    assert_true(schema_element(f->schema, SCHEMA_ROOT, 0) == SCHEMA_NONE);
    assert_false(schema_each_property(f->schema, SCHEMA_ROOT, list_key, &f->found));
    assert_same(buf_str(&f->found), "a list name! b stop ");
    assert_ptr_equal(schema_source(f->schema, SCHEMA_ROOT)->flags & FLAG_KEY, 0);
}

static void pointers_name_every_node(void **state)
{
    struct fixture *f = *state;
    const struct tape *t = read_yaml(f, "a/b:\n- x\n- {c~d: [1, 2]}\ne: &e {f: 1}\ng: *e\n");
    const struct node *list = node_get(t->root, STR("a/b")), *inner = node_next(list, node_first(list));
    const struct node *numbers = node_get(inner, STR("c~d"));

    assert_same(schema_instance_pointer(t->root, t->root, &f->arena), "");
    assert_same(schema_instance_pointer(t->root, node_next(numbers, node_first(numbers)), &f->arena), "/a~1b/1/c~0d/1");
    assert_same(schema_instance_pointer(t->root, node_key(inner, STR("c~d")), &f->arena), "/a~1b/1/c~0d");
    assert_same(schema_instance_pointer(inner, numbers, &f->arena), "/c~0d");
    assert_same(schema_instance_pointer(t->root, node_get(node_get(t->root, STR("g")), STR("f")), &f->arena), "/e/f");
    assert_null(schema_instance_pointer(inner, t->root, &f->arena).p);
    assert_null(schema_instance_pointer(inner, NULL, &f->arena).p);
}

static void expect_undecided(struct fixture *f, const char *schema, const char *data, const char *error)
{
    compile(f, schema);
    validate(f, data);
    assert_int_equal(f->verdict, SCHEMA_UNDECIDED);
    assert_same(f->error, error);
}

static void endless_references_are_undecided(void **state)
{
    struct fixture *f = *state;
    static const char why[] = "undecided at /$defs/b of the schema: its reference leads back to itself without going "
                              "on in the data";

    expect_undecided(f, "{$defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/a'}}, $ref: '#/$defs/a'}", "1", why);
    expect_undecided(f,
                     "{$defs: {a: {anyOf: [true, {$ref: '#/$defs/b'}]}, b: {not: {$ref: '#/$defs/b'}}}, "
                     "oneOf: [{$ref: '#/$defs/a'}, {$ref: '#/$defs/b'}]}",
                     "1",
                     "undecided at /$defs/b/not of the schema: its reference leads back to itself without going on in "
                     "the data");
    /* Going down in the data is no circle. */
    expect(f, "items: {$ref: '#'}", "[[[[]]]]", "");
}

static void exponential_schemas_are_undecided(void **state)
{
    struct fixture *f = *state;
    struct buf schema = { 0 };

    buf_put(&schema, STR("$defs:\n  d0: {type: integer}\n"));
    for (int i = 1; i < 64; i++)
        buf_printf(&schema, "  d%d: {allOf: [{$ref: '#/$defs/d%d'}, {$ref: '#/$defs/d%d'}]}\n", i, i - 1, i - 1);
    buf_put(&schema, STR("$ref: '#/$defs/d63'\n"));
    compile(f, schema.p);
    validate(f, "1");
    assert_int_equal(f->verdict, SCHEMA_UNDECIDED);
    assert_true(str_has(f->error, STR("it would take too many steps")));
    f->scratch.step_limit = 1000;
    validate(f, "1");
    assert_int_equal(f->verdict, SCHEMA_UNDECIDED);
    buf_free(&schema);
}

static void deep_data_is_undecided_not_a_crash(void **state)
{
    struct fixture *f = *state;
    struct buf data = { 0 };
    struct yaml_error e;

    for (int i = 0; i < 9000; i++)
        buf_char(&data, '[');
    for (int i = 0; i < 9000; i++)
        buf_char(&data, ']');
    compile(f, "{items: {$ref: '#'}, uniqueItems: true}");
    assert_true(yaml_read(&f->data, &f->arena, buf_str(&data), NULL, &e));
    assert_int_equal(schema_validate(f->schema, f->data.root, &f->scratch, NULL, &f->error), SCHEMA_UNDECIDED);
    compile(f, "const: []");
    assert_int_equal(schema_validate(f->schema, f->data.root, &f->scratch, NULL, &f->error), SCHEMA_INVALID);
    buf_free(&data);
}

static void the_deepest_json_can_be_judged(void **state)
{
    struct fixture *f = *state;
    char text[2 * JSON_DEPTH];
    struct json_error e;

    memset(text, '[', JSON_DEPTH);
    memset(text + JSON_DEPTH, ']', JSON_DEPTH);
    assert_true(json_read(&f->data, &f->arena, (struct str){ text, sizeof text }, &e));
    compile(f, "items: {anyOf: [{$ref: '#'}, false]}");
    assert_int_equal(schema_validate(f->schema, f->data.root, &f->scratch, NULL, &f->error), SCHEMA_VALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(malformed_schemas_are_refused_with_their_place),
        TEST(references_that_lead_nowhere_are_refused),
        TEST(references_lead_into_given_documents),
        TEST(a_demanded_vocabulary_must_be_known),
        TEST(meta_schemas_judge_schemas),
        TEST(the_window_takes_away_what_it_does_not_have),
        TEST(the_window_has_its_own_values),
        TEST(an_empty_document_is_null),
        TEST(extension_keywords_stay_with_their_subschema),
        TEST(a_violation_finds_its_rule_through_references),
        TEST(a_schema_tells_what_it_knows),
        TEST(pointers_name_every_node),
        TEST(endless_references_are_undecided),
        TEST(exponential_schemas_are_undecided),
        TEST(deep_data_is_undecided_not_a_crash),
        TEST(the_deepest_json_can_be_judged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
