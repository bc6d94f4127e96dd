#include "pipeline/consumers.h"

#include "base/embedded.h"
#include "syntax/yaml/yaml.h"

static const struct str repository = STR_INIT("github.com/Azure/ARO-Tools");

struct str gomod_version(struct str text, struct str module, size_t *offset)
{
    const char *start = text.p;
    struct str line, rest = text;

    while (rest.len) {
        struct str at, name, version;

        str_cut(rest, '\n', &line, &rest);
        at = str_trim(line);
        if (str_starts(at, STR("require ")))
            at = str_trim(str_from(at, 8));
        if (!str_starts(at, repository))
            continue;
        str_cut(at, ' ', &name, &version);
        name = str_from(name, repository.len);
        if (name.len && name.p[0] == '/')
            name = str_from(name, 1);
        if (!str_eq(name, module))
            continue;
        version = str_trim(version);
        str_cut(version, ' ', &version, &at);
        *offset = (size_t)(line.p - start);
        return version;
    }
    return (struct str){ "", 0 };
}

/* One module, or all in one as they were until February 2026. */
static bool from_gomod(struct consumer *c, struct faults *sources, struct str file, struct str module)
{
    struct str text = faults_source(sources, file), version;
    size_t offset = 0;

    version = gomod_version(text, module, &offset);
    if (!version.len)
        version = gomod_version(text, (struct str){ "", 0 }, &offset);
    if (!version.len)
        return false;
    c->version = version;
    c->at = faults_line(sources, file, offset);
    return true;
}

bool consumer_unmerged(const struct consumers *c, struct str version)
{
    const struct node *list = node_get(c->tables, STR("unmerged"));

    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        if (str_ends(version, node_text(node_value(e))))
            return true;
    return false;
}

static void state(struct consumers *c, enum consumer_id id, struct str version)
{
    if (version.len && !str_eq(version, STR("unknown")))
        c->each[id].version = version;
}

void consumers_read(struct consumers *c, struct arena *a)
{
    struct yaml_error e;
    struct tape t;

    *c = (struct consumers){ .each = { { .name = "templatize" }, { .name = "ev2" }, { .name = "prow-job-executor" } } };
    if (yaml_read(&t, a, embedded_find(embedded_schemas, STR("pipeline/consumers")), NULL, &e))
        c->tables = t.root;
}

void consumers_find(struct consumers *c, const struct pipeline_paths *p, struct faults *sources, struct arena *a)
{
    consumers_read(c, a);
    state(c, CONSUMER_TEMPLATIZE, p->pin);
    state(c, CONSUMER_EV2, p->ev2);
    state(c, CONSUMER_EXECUTOR, p->executor);
    if (!p->pin.len)
        from_gomod(&c->each[CONSUMER_TEMPLATIZE], sources, p->pin_from, STR("pipelines"));
    if (p->ev2_from.len)
        from_gomod(&c->each[CONSUMER_EV2], sources, p->ev2_from, STR("pipelines"));
    if (p->executor_from.len)
        from_gomod(&c->each[CONSUMER_EXECUTOR], sources, p->executor_from, STR("tools/prow-job-executor"));
    else if (!p->executor.len &&
             !from_gomod(&c->each[CONSUMER_EXECUTOR], sources, STR("test/go.mod"), STR("tools/prow-job-executor")))
        from_gomod(&c->each[CONSUMER_EXECUTOR], sources, p->pin_from, STR("tools/prow-job-executor"));
    for (size_t i = 0; i < CONSUMER_COUNT; i++) {
        c->each[i].time = version_time(c->each[i].version);
        c->each[i].unmerged = consumer_unmerged(c, c->each[i].version);
    }
}

static uint64_t time_of(const struct node *n)
{
    int64_t t;

    return node_int(node_value(n), &t) && t > 0 ? (uint64_t)t : 0;
}

static void judge(struct honoured *h, const struct node *spans, uint64_t version)
{
    for (const struct node *e = node_first(spans); e && !h->is; e = node_next(spans, e)) {
        const struct node *span = node_value(e), *from = node_first(span), *to = from ? node_next(span, from) : NULL;
        uint64_t since = from ? time_of(from) : 0, until = to ? time_of(to) : 0;

        h->is = version >= since && (until == 0 || version < until);
        h->since = since;
        if (version < since)
            return;
    }
}

struct honoured consumer_honours(const struct consumers *c, enum consumer_id id, const char *kind, struct str name)
{
    return consumer_honours_at(c, id, str_c(kind), name, c->each[id].time);
}

struct honoured consumer_honours_at(const struct consumers *c, enum consumer_id id, struct str kind, struct str name,
                                    uint64_t time)
{
    const struct node *table = node_get(c->tables, str_c(c->each[id].name));
    struct honoured h = { 0 };

    for (const struct node *e = node_first(table); e; e = node_next(table, e)) {
        const struct node *line = node_value(e);

        if (!node_is(node_get(line, STR("kind")), kind) || !node_is(node_get(line, STR("name")), name))
            continue;
        h.known = true;
        h.commit = node_text(node_get(line, STR("commit")));
        h.without = node_text(node_get(line, STR("without")));
        judge(&h, node_get(line, STR("honoured")), time);
    }
    return h;
}

bool executor_takes_bool(struct str s)
{
    static const char *const words[] = {
        "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(s, str_c(words[i])))
            return true;
    return false;
}
