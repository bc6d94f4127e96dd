/* What is wrong with a configuration in one context. */
#include "base/path.h"
#include "pipeline/check_parts.h"
#include "syntax/yaml/marshal.h"

static struct fault_place in_source(const struct unit *u, size_t offset)
{
    if (u->source.count == 1)
        return faults_line(&u->run->faults, u->source.paths[0], offset);
    return (struct fault_place){ u->source.paths[0], { 0 } };
}

/* What a further layer can't repair: a key that is too much, a value of another kind. */
static bool is_certain(const struct schema_cause *c)
{
    static const char *const certain[] = {
        "additionalProperties", "unevaluatedProperties", "type", "enum", "pattern", "const"
    };
    const struct node *n = node_value(c->instance);

    if (node_kind(n) == NODE_NULL || (node_kind(n) == NODE_STRING && node_text(n).len == 0))
        return false;
    for (size_t i = 0; i < sizeof certain / sizeof *certain; i++)
        if (str_eq(c->keyword, str_c(certain[i])))
            return true;
    return c->kind == CAUSE_FALSE;
}

static struct str dotted(struct arena *a, struct str pointer)
{
    char *p = arena_take(a, pointer.len + 1);

    if (pointer.len < 2)
        return STR("the configuration");
    for (size_t i = 1; i < pointer.len; i++)
        p[i - 1] = pointer.p[i] == '/' ? '.' : pointer.p[i];
    return (struct str){ p, pointer.len - 1 };
}

static void say_cause(struct judging *j, const struct schema_cause *c, struct str headline)
{
    struct unit *u = j->unit;
    struct arena *a = j->arena;
    struct str pointer = c->pointer, name = c->key ? node_text(c->key) : (struct str){ "", 0 };
    bool extra = c->kind == CAUSE_FALSE || str_eq(c->keyword, STR("additionalProperties"));

    if (j->context->partial && !is_certain(c)) {
        note_missing(u->run, c->pointer, c->text);
        return;
    }
    if (extra && c->key && c->instance && node_kind(c->instance) == NODE_MAPPING && node_get(c->instance, name))
        pointer = ARENA_JOIN(a, pointer, STR("/"), name);
    faults_add(&u->run->faults, "config-schema", place_in_config(j, pointer), j->context->name,
               ARENA_JOIN(a, dotted(a, c->pointer), STR(": "), c->text),
               ARENA_JOIN(a, headline, STR(" - at '"), c->pointer, STR("': "), c->text));
}

static void judge_schema(struct judging *j)
{
    struct unit *u = j->unit;
    const struct schema_cause *top;
    struct words words = { 0 };
    struct causes causes = { 0 };
    bool undecided = false;
    struct str none = { "", 0 };

    if (!u->schema.schema && !u->schema.words.count)
        return;
    if (config_schema_validate(&u->schema, j->config.root, j->arena, &words, &top, &undecided))
        return;
    if (!top) {
        faults_add(&u->run->faults, "config-schema-broken", (struct fault_place){ u->schema.path, { 0 } }, none,
                   ARENA_JOIN(j->arena, words.at[0], words.count > 1 ? STR(" ... ") : none,
                              words.count > 1 ? words.at[words.count - 1] : none),
                   words_line(&words, j->arena));
        return;
    }
    causes_collect(&causes, top, j->arena);
    for (size_t i = 0; i < causes.count; i++)
        say_cause(j, causes.at[i], words.at[0]);
}

/* What is rendered once for everyone to see is kept beside the configuration. */
static void compare_rendered(struct judging *j)
{
    const struct pipeline_context *c = &j->context->is;
    struct faults *f = &j->unit->run->faults;
    struct arena *a = j->arena;
    struct str path =
        path_join(a, j->unit->source.dir,
                  ARENA_JOIN(a, STR("rendered/"), c->cloud, STR("/"), c->env, STR("/"), c->region, STR(".yaml")));
    struct buf text = { 0 };
    struct str was, is;
    struct fs_info info;
    struct fs_error e;

    if (!fs_stat(j->unit->run->fs, path, &info, &e) || info.kind != FS_FILE || !yaml_marshal(&text, j->config.root)) {
        buf_free(&text);
        return;
    }
    was = faults_source(f, path);
    is = buf_str(&text);
    if (!str_eq(was, is)) {
        size_t i = 0;

        while (i < was.len && i < is.len && was.p[i] == is.p[i])
            i++;
        faults_add(f, "rendered-file-stale", faults_line(f, path, i < was.len ? i : was.len), j->context->name,
                   STR("this is not what the configuration renders to; render it again and commit the result"),
                   (struct str){ "", 0 });
    }
    buf_free(&text);
}

void check_config(struct judging *j)
{
    struct unit *u = j->unit;

    if (config_resolve(&u->source, &j->context->is, j->arena, &j->config)) {
        judge_schema(j);
        if (!j->context->partial)
            compare_rendered(j);
        return;
    }
    if (j->config.failed == CONFIG_EV2 && j->context->partial)
        return;
    faults_add(&u->run->faults, "config-context", in_source(u, j->config.failure.offset), j->context->name,
               j->config.error, j->config.error);
}
