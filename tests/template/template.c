/* Templates: own cases, and what the recorded suite does not show: places of errors, limits, values. */
#include "syntax/template/template.h"
#include "base/map.h"
#include "syntax/json/json.h"
#include "syntax/template/reflect.h"
#include "syntax/template/value_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Everything that one case makes; checks read as sentences because this is global to the case. */
struct bench {
    struct arena arena;
    struct template *template;
    struct template_error error;
    struct buf out;
    struct template_options options;
    const struct template_funcs *funcs;
};

static int make_bench(void **state)
{
    static struct bench bench;

    bench = (struct bench){ 0 };
    *state = &bench;
    return 0;
}

static int free_bench(void **state)
{
    struct bench *b = *state;

    arena_free(&b->arena);
    buf_free(&b->out);
    return 0;
}

static bool parse(struct bench *b, const char *text)
{
    return template_parse(&b->template, &b->arena, STR("t"), str_c(text), b->funcs, &b->error);
}

static void refuses(struct bench *b, const char *text, const char *message, uint32_t line, uint32_t offset)
{
    assert_false(parse(b, text));
    assert_null(b->template);
    assert_string_equal(arena_copy(&b->arena, b->error.message).p, message);
    assert_int_equal(b->error.line, line);
    assert_int_equal(b->error.offset, offset);
    assert_false(b->error.undecided);
}

static bool run(struct bench *b, const char *text, struct template_value data)
{
    if (!parse(b, text))
        fail_msg("%s: %.*s", text, STR_ARG(b->error.message));
    buf_reset(&b->out);
    return template_execute(b->template, &b->arena, &data, &b->options, &b->out, &b->error);
}

static void prints_on(struct bench *b, const char *text, struct template_value data, const char *output)
{
    if (!run(b, text, data))
        fail_msg("%s: %.*s", text, STR_ARG(b->error.message));
    buf_char(&b->out, '\0');
    assert_string_equal(b->out.p, output);
}

static void prints(struct bench *b, const char *text, const char *output)
{
    prints_on(b, text, template_nil(), output);
}

static void fails_on(struct bench *b, const char *text, struct template_value data, const char *message)
{
    assert_false(run(b, text, data));
    assert_string_equal(arena_copy(&b->arena, b->error.message).p, message);
    assert_false(b->error.undecided);
}

static void stays_open(struct bench *b, const char *text, struct template_value data)
{
    assert_false(run(b, text, data));
    assert_true(b->error.undecided);
    assert_true(b->error.message.len > 0);
}

static struct template_value from_json(struct bench *b, const char *text)
{
    struct json_error error;
    struct tape tape;

    assert_true(json_read(&tape, &b->arena, str_c(text), &error));
    return template_value_tape(&b->arena, tape.root);
}

static void parse_errors_name_line_and_place(void **state)
{
    struct bench *b = *state;

    refuses(b, "a\n{{.A | foo}}", "template: t:2: function \"foo\" not defined", 2, 9);
    refuses(b, "{{.A\n}", "template: t:2: unexpected \"}\" in operand", 2, 5);
    refuses(b, "{{if .A}}x", "template: t:1: unexpected EOF", 1, 10);
    refuses(b, "x{{end}}", "template: t:1: unexpected {{end}}", 1, 6);
    refuses(b, "{{range .A}}{{else}}{{break}}{{end}}", "template: t:1: {{break}} outside {{range}}", 1, 22);
    refuses(b, "\n\n{{with\n$x}}{{end}}", "template: t:4: undefined variable \"$x\"", 4, 9);
    refuses(b, "{{print \"a}}", "template: t:1: unterminated quoted string", 1, 8);
    refuses(b, "{{1 | 2}}", "template: t:1: non executable command in pipeline stage 2", 1, 6);
    refuses(b, "{{if 1}}{{else}}{{else}}{{end}}", "template: t:1: expected end; found {{else}}", 1, 22);
}

static void an_action_that_began_elsewhere_is_named(void **state)
{
    struct bench *b = *state;

    refuses(b, "{{.A\n\n", "template: t:3: unclosed action started at t:1", 3, 6);
    refuses(b, "{{print\n\"a", "template: t:2: unterminated quoted string in action started at t:1", 2, 8);
    refuses(b, "{{if .A}}\n{{/* x", "template: t:2: unclosed comment in action started at t:1", 2, 12);
    refuses(b, "{{if .A}}{{.B}}\n{{/* x", "template: t:2: unclosed comment", 2, 18);
}

static void names_take_part_in_formats(void **state)
{
    struct bench *b = *state;

    assert_false(template_parse(&b->template, &b->arena, STR("%s|%d"), STR("{{end}}"), NULL, &b->error));
    assert_true(str_eq(b->error.message, STR("template: {{end}}|%!d(MISSING):1: unexpected %!s(MISSING)")));
}

static void nul_bytes_are_kept(void **state)
{
    struct bench *b = *state;
    struct template_value nil = template_nil();

    assert_false(template_parse(&b->template, &b->arena, STR("a\0b"), STR("{{'x\0'}}"), NULL, &b->error));
    assert_true(str_eq(b->error.message, STR("template: a\0b:1: malformed character constant: 'x\0'")));
    assert_true(template_parse(&b->template, &b->arena, STR("a\0b"), STR("\0{{call `\0`}}"), NULL, &b->error));
    assert_false(template_execute(b->template, &b->arena, &nil, NULL, &b->out, &b->error));
    assert_true(str_eq(buf_str(&b->out), STR("\0")));
    assert_true(
        str_eq(b->error.message, STR("template: a\0b:1:3: executing \"a\\x00b\" at <call `\0`>: error calling call: "
                                     "non-function `\0` of type string")));
}

static void nesting_is_no_danger(void **state)
{
    struct bench *b = *state;
    struct buf text = { 0 };

    for (int i = 0; i < 100000; i++)
        buf_put(&text, STR("{{if 1}}"));
    buf_put(&text, STR("x"));
    for (int i = 0; i < 100000; i++)
        buf_put(&text, STR("{{end}}"));
    prints(b, text.p, "x");
    buf_reset(&text);
    buf_put(&text, STR("{{"));
    for (int i = 0; i < 10000; i++)
        buf_char(&text, '(');
    buf_char(&text, '1');
    for (int i = 0; i < 10000; i++)
        buf_char(&text, ')');
    buf_put(&text, STR("}}"));
    prints(b, text.p, "1");
    buf_reset(&text);
    buf_put(&text, STR("{{"));
    for (int i = 0; i < 10001; i++)
        buf_char(&text, '(');
    refuses(b, text.p, "template: t:1: max expression depth exceeded", 1, 10002);
    buf_reset(&text);
    buf_put(&text, STR("{{"));
    for (int i = 0; i < 9000; i++)
        buf_put(&text, STR("(print "));
    for (int i = 0; i < 9000; i++)
        buf_char(&text, ')');
    buf_put(&text, STR("}}"));
    stays_open(b, text.p, template_nil());
    buf_free(&text);
}

static void recursion_ends_where_go_ends_it(void **state)
{
    struct bench *b = *state;

    fails_on(b, "{{define \"x\"}}{{if true}}{{template \"x\"}}{{end}}{{end}}{{template \"x\"}}", template_nil(),
             "template: t:1:36: executing \"x\" at <{{template \"x\"}}>: exceeded maximum template depth "
             "(100000)");
    prints(b,
           "{{define \"x\"}}{{if lt . 5}}{{.}}{{template \"x\" (len (printf \"%*s\" . \".\"))}}{{end}}{{end}}"
           "{{template \"x\" 5}}.",
           ".");
}

static void limits_leave_it_open(void **state)
{
    struct bench *b = *state;

    stays_open(b, "{{range 1000000000000}}{{end}}", template_nil());
    stays_open(b, "{{range 100000}}{{printf \"%9999d\" .}}{{end}}", template_nil());
    stays_open(b, "{{$x := \"ab\"}}{{range 60}}{{$x = print $x $x}}{{end}}", template_nil());
    stays_open(b,
               "{{printf \"%1000000d%1000000d%1000000d\" 1 2 3 | printf \"%999999q\" | len | printf \"%*d\" 99}}"
               "{{range 99}}{{printf \"%1000000d\" .}}{{end}}",
               template_nil());
    b->options.most_steps = 5;
    stays_open(b, "{{range 9}}{{.}}{{end}}", template_nil());
    b->options = (struct template_options){ .most_bytes = 100 * 1024 };
    stays_open(b, "{{range 99}}{{printf \"%9999d\" .}}{{end}}", template_nil());
}

static void documents_are_data(void **state)
{
    struct bench *b = *state;
    struct template_value data = from_json(b, "{\"b\": [1, 2.5, null, \"x\"], \"a\": {\"k\": true}, \"big\": "
                                              "18446744073709551616, \"a\": {\"k\": false}}");

    prints_on(b, "{{.}}", data, "map[a:map[k:false] b:[1 2.5 <nil> x] big:1.8446744073709552e+19]");
    prints_on(b, "{{range $i, $e := .b}}{{$i}}={{printf \"%T\" $e}} {{end}}", data,
              "0=int 1=float64 2=<nil> 3=string ");
    prints_on(b, "{{.a.k}} {{.nope}} {{.nope.further}}", data, "false <no value> <no value>");
    b->options.missing_key = TEMPLATE_MISSING_ERROR;
    fails_on(b, "\n {{.a.nope}}", data,
             "template: t:2:5: executing \"t\" at <.a.nope>: map has no entry for key \"nope\"");
    assert_int_equal(b->error.offset, 6);
    assert_int_equal(b->error.line, 2);
}

/* [[null, null], [*a, *a], [*b, *b] ...]: each list holds the one before it twice. */
static void aliases_do_not_multiply(void **state)
{
    enum { LISTS = 60 };
    struct bench *b = *state;
    struct node nodes[1 + 3 * LISTS] = { { .kind = NODE_SEQUENCE, .len = LISTS, .span = 1 + 3 * LISTS } };
    struct template_value v;

    for (uint32_t i = 0; i < LISTS; i++) {
        struct node *list = &nodes[1 + 3 * i];
        list[0] = (struct node){ .kind = NODE_SEQUENCE, .len = 2, .span = 3 };
        list[1] = (struct node){ .kind = i ? NODE_ALIAS : NODE_NULL, .len = i ? 4 : 0, .span = 1 };
        list[2] = (struct node){ .kind = i ? NODE_ALIAS : NODE_NULL, .len = i ? 5 : 0, .span = 1 };
    }
    v = template_value_tape(&b->arena, nodes);
    assert_int_equal(reflect_length(v), LISTS);
    prints_on(b, "{{index . 1}}{{len (index . 59)}}", v, "[[<nil> <nil>] [<nil> <nil>]]2");
    stays_open(b, "{{.}}", v);
}

static const struct template_type *const one_string[] = { &template_type_string };

static bool shout(struct template_call *call)
{
    if (call->args[0].string.len == 0) {
        call->error = STR("nothing to shout");
        return false;
    }
    call->result = template_string(arena_printf(call->arena, "%.*s!", STR_ARG(call->args[0].string)));
    return true;
}

static void callers_bring_functions(void **state)
{
    struct bench *b = *state;
    const struct template_func items[] = {
        { .name = STR("shout"), .in = one_string, .in_count = 1, .run = shout },
        { .name = STR("toYaml") },
        { .name = STR("break"), .in = one_string, .in_count = 1, .run = shout },
    };
    const struct template_funcs funcs = { items, 3 };

    refuses(b, "{{shout 1}}", "template: t:1: function \"shout\" not defined", 1, 2);
    b->funcs = &funcs;
    prints(b, "{{\"hey\" | shout}}{{break \"x\"}}", "hey!x!");
    fails_on(b, "{{shout \"\"}}", template_nil(),
             "template: t:1:2: executing \"t\" at <shout \"\">: error calling shout: nothing to shout");
    fails_on(b, "{{shout}}", template_nil(),
             "template: t:1:2: executing \"t\" at <shout>: wrong number of args for shout: want 1 got 0");
    stays_open(b, "{{toYaml .}}", template_nil());
    prints(b, "{{if false}}{{toYaml .}}{{end}}ok", "ok");
    b->funcs = &template_funcs_jenkins;
    prints(b, "{{replace \"/\" \"-\" \"a/b\"}}{{replace \"\" \".\" \"\u00e9x\"}}", "a-b.\u00e9.x.");
}

static void an_empty_prowjob_has_go_types(void **state)
{
    struct bench *b = *state;
    struct template_value job = template_empty_prowjob();

    prints_on(b, "{{.Spec.Job}}|{{.ClusterAlias}}|{{.Complete}}|{{.Status.State}}|{{.Labels}}", job,
              "|default|false||map[]");
    fails_on(b, "{{.Spec.Refs.Org}}", job,
             "template: t:1:7: executing \"t\" at <.Spec.Refs.Org>: nil pointer evaluating *v1.Refs.Org");
    fails_on(b, "{{.Spec.Refs.Orgs}}", job,
             "template: t:1:7: executing \"t\" at <.Spec.Refs.Orgs>: can't evaluate field Orgs in type *v1.Refs");
    fails_on(b, "{{.spec.job}}", job,
             "template: t:1:7: executing \"t\" at <.spec.job>: can't evaluate field spec in type *v1.ProwJob");
    prints_on(b, "{{with .Spec.Refs}}{{.Org}}{{end}}{{range .Spec.ExtraRefs}}{{.Org}}{{end}}", job, "");
    prints_on(b, "{{.ObjectMeta.DeepCopy.Name}}{{.GetObjectKind.GroupVersionKind}}", job, "/, Kind=");
    fails_on(b, "{{.Spec.GetPipelineRunSpec}}", job,
             "template: t:1:7: executing \"t\" at <.Spec.GetPipelineRunSpec>: error calling GetPipelineRunSpec: "
             "pipeline run spec not found");
    b->funcs = &template_funcs_jenkins;
    fails_on(b, "{{replace .Spec.Type \"\" \"\"}}", job,
             "template: t:1:15: executing \"t\" at <.Spec.Type>: wrong type for value; expected string; got "
             "v1.ProwJobType");
    stays_open(b, "{{.ObjectMeta.Marshal}}", job);
}

static void times_have_their_methods(void **state)
{
    struct bench *b = *state;
    struct template_value job = template_empty_prowjob();

    prints_on(b, "{{.Status.StartTime.Format \"Mon Jan _2 15:04:05.000 MST 2006 Z07:00\"}}", job,
              "Mon Jan  1 00:00:00.000 UTC 0001 Z");
    prints_on(b, "{{(.Status.StartTime.AddDate 2023 1 27).Weekday}} {{.CreationTimestamp.IsZero}}", job,
              "Wednesday true");
    prints_on(b, "{{(.Status.StartTime.Add 5400000000000).Sub .Status.StartTime.Time}}", job, "1h30m0s");
    prints_on(b, "{{.Status.StartTime.UnixNano}} {{printf \"%#v\" .Status.StartTime}}", job,
              "-6795364578871345152 time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)");
    fails_on(b, "{{.Status.CompletionTime.Unix}}", job,
             "template: t:1:9: executing \"t\" at <.Status.CompletionTime.Unix>: error calling Unix: runtime "
             "error: "
             "invalid memory address or nil pointer dereference");
}

static void formats_are_gos(void **state)
{
    struct bench *b = *state;

    prints(b, "{{printf \"%v|%+d|%x|%X|%#o|%O|%b|%c|%U|%q\" true 7 -255 255 8 8 5 233 233 'x'}}",
           "true|+7|-ff|FF|010|0o10|101|\u00e9|U+00E9|'x'");
    prints(b, "{{printf \"%6.2f|%e|%g|%G|%x|%b\" 3.14159 1500000.0 1e21 1e-7 0.5 1.0}}",
           "  3.14|1.500000e+06|1e+21|1E-07|0x1p-01|4503599627370496p-52");
    prints(b, "{{1e6}} {{100000.0}} {{0.0001}} {{0.00001}} {{123456789.0}} {{5e-324}} {{0.1}}",
           "1e+06 100000 0.0001 1e-05 1.23456789e+08 5e-324 0.1");
    prints(b, "{{printf \"%d%%|%s|%[2]*[1]d|%[5]d|%.1f\" 1 2}}", "1%|%!s(int=2)| 1|%!d(BADINDEX)|%!f(int=2)");
    prints(b, "{{printf \"%T %v %d %s\" nil nil nil 1i}}", "<nil> <nil> %!d(<nil>) %!s(complex128=(0+1i))");
    prints(b, "{{printf \"%5t|%-5s|%05d|%+q|% x|%#q\" true \"ab\" -42 \"\u00e9\" \"hi\" \"a`b\"}}",
           " true|ab   |-0042|\"\\u00e9\"|68 69|\"a`b\"");
    prints(b, "{{printf \"%d\" 1 2}}{{printf \"%s %s\" \"a\"}}{{printf \"%\"}}",
           "1%!(EXTRA int=2)a %!s(MISSING)%!(NOVERB)");
}

static void a_break_in_the_else_of_a_range_ends_that_range(void **state)
{
    struct bench *b = *state;

    prints(b, "{{range 3}}{{.}}{{range 0}}{{else}}{{break}}{{end}};{{end}}", "0;1;2;");
    prints(b, "{{range 3}}{{.}}{{range 0}}{{else}}{{continue}}{{end}};{{end}}", "012");
}

static void variables_have_scopes(void **state)
{
    struct bench *b = *state;

    prints(b, "{{$x := 1}}{{if true}}{{$x := 2}}{{$x}}{{$x = 3}}{{end}}{{$x}}{{with $x = 4}}{{.}}{{end}}{{$x}}",
           "2144");
    prints(b, "{{$x := 0}}{{range $x = 3}}{{end}}{{$x}}", "2");
    refuses(b, "{{define \"d\"}}{{$x}}{{end}}", "template: t:1: undefined variable \"$x\"", 1, 16);
    fails_on(b, "{{$x = 1}}", template_nil(), "template: t:1:7: executing \"t\" at <1>: undefined variable: $x");
    fails_on(b, "{{range $i, $e := 3}}{{end}}", template_nil(),
             "template: t:1:18: executing \"t\" at <3>: can't use 3 to iterate over more than one variable");
}

static void a_text_knows_what_it_defines(void **state)
{
    struct bench *b = *state;

    assert_true(parse(b, "a{{define \"x\"}}b{{end}}{{block \"y\" .}}c{{end}}"));
    assert_true(template_defines(b->template, STR("t")) && template_defines(b->template, STR("x")));
    assert_true(template_defines(b->template, STR("y")) && !template_defines(b->template, STR("z")));
    refuses(b, "{{define \"x\"}}a{{end}}\n{{define \"x\"}}b{{end}}",
            "template: t:2: template: multiple definition of template \"x\"", 2, 43);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_bench, free_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(parse_errors_name_line_and_place),
        CASE(an_action_that_began_elsewhere_is_named),
        CASE(names_take_part_in_formats),
        CASE(nul_bytes_are_kept),
        CASE(nesting_is_no_danger),
        CASE(recursion_ends_where_go_ends_it),
        CASE(limits_leave_it_open),
        CASE(documents_are_data),
        CASE(aliases_do_not_multiply),
        CASE(callers_bring_functions),
        CASE(an_empty_prowjob_has_go_types),
        CASE(times_have_their_methods),
        CASE(formats_are_gos),
        CASE(a_break_in_the_else_of_a_range_ends_that_range),
        CASE(variables_have_scopes),
        CASE(a_text_knows_what_it_defines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
