#include "lsp/status.h"

#include "lsp/answers.h"
#include "rule/verdict.h"

static json_t *version_json(const struct connection *s, struct arena *a, const struct served *f,
                            const struct deployed_component *c)
{
    json_t *v = json_pack("{s:o,s:o}", "component", text_json(c->component), "version", text_json(c->version));

    if (c->at.file.len) {
        json_object_set_new(v, "uri", text_json(connection_uri(s, a, &f->folder, c->at.file)));
        json_object_set_new(v, "line", json_integer(c->at.span.line ? c->at.span.line - 1 : 0));
    }
    return v;
}

/* "hook v20260821-a61940897 from prow/cluster/hook.yaml:31". */
static struct str words_of(struct arena *a, const struct connection *s, const struct served *f)
{
    const struct deployed_component *c = f->folder.components;
    struct str words, more = STR("");

    if (f->folder.component_count == 0)
        return STR("judged by no version");
    words = c->component.len ? ARENA_JOIN(a, c->component, STR(" "), c->version) : c->version;
    if (s->settings.deployed.len)
        words = ARENA_JOIN(a, words, STR(", chosen here"));
    else if (c->at.file.len)
        words = arena_printf(a, "%.*s from %.*s:%u", STR_ARG(words), STR_ARG(c->at.file), c->at.span.line);
    if (c->guess)
        words = ARENA_JOIN(a, words, STR(", a guess"));
    if (f->folder.component_count > 1)
        more = arena_printf(a, " and %zu more", f->folder.component_count - 1);
    return ARENA_JOIN(a, words, more);
}

static size_t count(const struct served *f, enum severity severity)
{
    const struct findings *list = &f->folder.workspace->findings;
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++)
        n += !list->items[i]->suppressed && list->items[i]->severity == severity;
    return n;
}

static json_t *folder_json(const struct connection *s, struct arena *a, const struct served *f)
{
    json_t *o = json_pack("{s:o,s:b}", "uri", text_json(uri_of(a, f->alias)), "judged", f->open);
    json_t *versions;

    if (!f->open)
        return o;
    versions = json_array();
    for (size_t i = 0; i < f->folder.component_count; i++)
        json_array_append_new(versions, version_json(s, a, f, &f->folder.components[i]));
    json_object_set_new(o, "versions", versions);
    json_object_set_new(o, "words", text_json(words_of(a, s, f)));
    json_object_set_new(o, "errors", json_integer((json_int_t)count(f, SEVERITY_ERROR)));
    json_object_set_new(o, "warnings", json_integer((json_int_t)count(f, SEVERITY_WARNING)));
    json_object_set_new(o, "verdict", json_string(verdict_name(verdict_of(&f->folder.workspace->findings, false))));
    return o;
}

static json_t *status_json(const struct connection *s)
{
    json_t *list = json_array();
    struct arena a = { 0 };

    for (const struct served *f = s->folders; f; f = f->next)
        json_array_append_new(list, folder_json(s, &a, f));
    arena_free(&a);
    return json_pack("{s:o}", "folders", list);
}

json_t *answer_status(struct connection *s, const json_t *params)
{
    (void)params;
    return status_json(s);
}

void status_tell(struct connection *s)
{
    json_t *now = status_json(s);

    if (!json_equal(now, s->told)) {
        json_decref(s->told);
        s->told = json_deep_copy(now);
        connection_tell(s, "prowgate/status", now);
        return;
    }
    json_decref(now);
}
