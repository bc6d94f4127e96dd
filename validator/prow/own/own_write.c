/* Values of CEL as texts: YAML on one line, and what a template makes of them. */
#include "cel/run.h"
#include "prow/own/own_types.h"
#include "syntax/json/value.h"
#include "syntax/template/template.h"
#include "syntax/template/value_data.h"
#include "syntax/yaml/yaml.h"

/* Whether the text, bare, reads as itself. */
static bool reads_as_itself(struct str s, struct arena *a)
{
    struct yaml_error e;
    struct tape t;

    if (s.len == 0 || str_find_char(s, '\n') != SIZE_MAX || str_find_char(s, '#') != SIZE_MAX ||
        str_find_char(s, ',') != SIZE_MAX)
        return false;
    return yaml_read(&t, a, s, NULL, &e) && t.root && node_kind(t.root) == NODE_STRING && str_eq(node_text(t.root), s);
}

static void put_text(struct buf *b, struct str s, struct arena *a)
{
    if (reads_as_itself(s, a))
        buf_put(b, s);
    else
        json_print(json_of(s), 0, b); /* JSON is YAML */
}

enum { DEEPEST = 20 };

/* The value as YAML on one line; false for what YAML has no words for. */
static bool put_value(struct buf *b, const struct cel_value *v, struct arena *a, unsigned depth)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, e;
    bool first = true;

    if (v->kind == CEL_STRING)
        return put_text(b, cel_text(v), a), true;
    if (v->kind == CEL_NULL || v->kind == CEL_BOOL || v->kind == CEL_INT || v->kind == CEL_UINT ||
        v->kind == CEL_DOUBLE)
        return buf_put(b, cel_show(a, v)), true;
    if ((v->kind != CEL_LIST && v->kind != CEL_MAP) || depth > DEEPEST)
        return false;
    buf_put(b, v->kind == CEL_LIST ? STR("[") : STR("{"));
    while (cel_next(a, v, &c, &key, &e)) {
        if (!first)
            buf_put(b, STR(", "));
        first = false;
        if (v->kind == CEL_MAP) {
            if (!put_value(b, &key, a, depth + 1))
                return false;
            buf_put(b, STR(": "));
        }
        if (!put_value(b, &e, a, depth + 1))
            return false;
    }
    buf_put(b, v->kind == CEL_LIST ? STR("]") : STR("}"));
    return true;
}

bool own_write_value(struct buf *b, const struct cel_value *v, struct arena *a)
{
    return put_value(b, v, a, 0);
}

enum { MOST_STEPS = 100000, MOST_BYTES = 1 << 20 };

static void execute(struct cel_run *run, const struct template *t, const struct cel_value *data, struct cel_value *out)
{
    const struct template_options options = { .most_steps = MOST_STEPS, .most_bytes = MOST_BYTES };
    struct template_value value;
    struct template_error e;
    struct yaml_error refused;
    struct buf b = { 0 };
    struct tape tape;

    if (!own_write_value(&b, data, run->arena) ||
        !yaml_read(&tape, run->arena, arena_copy(run->arena, buf_str(&b)), NULL, &refused)) {
        buf_free(&b);
        cel_fail(run, out, STR("template: its data is no value that YAML has"));
        return;
    }
    buf_reset(&b);
    value = template_value_tape(run->arena, tape.root);
    if (template_execute(t, run->arena, &value, &options, &b, &e)) {
        cel_text_of(run, &b, out);
        return;
    }
    buf_free(&b);
    cel_fail(run, out, e.message);
}

void own_template(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct template_error e;
    struct template *t;

    (void)n;
    if (!cel_work(run, MOST_STEPS))
        return;
    if (template_parse(&t, run->arena, STR("template"), cel_text(&args[0]), NULL, &e))
        execute(run, t, &args[1], out);
    else
        cel_fail(run, out, e.message);
}
