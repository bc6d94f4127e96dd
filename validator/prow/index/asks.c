#include "prow/index/asks.h"

struct asking {
    struct job_summary *summary;
    struct arena *arena;
    struct map *words;
    const struct job *job;
    struct job_ask *asks;
    size_t count, cap;
};

struct str word_of(struct arena *a, struct map *words, struct str text)
{
    struct str *known = map_get(words, text);

    if (text.len == 0)
        return STR("");
    if (!known) {
        known = ARENA_NEW(words->arena, struct str);
        *known = arena_copy(a, text);
        *map_at(words, *known) = known;
    }
    return *known;
}

static struct job_ask *ask(struct asking *w, enum name_kind kind, struct str name, const struct node *at)
{
    struct job_ask *k = ARENA_PUSH(w->arena, w->asks, w->count, w->cap);

    *k = (struct job_ask){
        .kind = kind,
        .of = STR(""),
        .name = word_of(w->arena, w->words, name),
        .value = STR(""),
        .span = at ? prow_place(w->job->file, at).span : w->summary->name_span,
    };
    return k;
}

static void ask_labels(struct asking *w)
{
    struct arena scratch = { 0 };

    for (const struct node *k = node_first_key(w->job->labels); k; k = node_next_key(w->job->labels, k)) {
        struct str value = preset_label_value(&scratch, node_pair_value(k));
        ask(w, NAME_LABEL, node_text(k), k)->value = word_of(w->arena, w->words, value);
    }
    arena_free(&scratch);
}

/* The tag follows the last ":" behind the last "/": before that it is a port. */
void image_split(struct str image, struct str *name, struct str *version)
{
    size_t digest = str_find_char(image, '@');
    struct str bare = str_slice(image, 0, digest);
    size_t slash = str_rfind_char(bare, '/'), colon = str_rfind_char(bare, ':');
    size_t end = colon != SIZE_MAX && (slash == SIZE_MAX || colon > slash) ? colon : bare.len;

    *name = str_slice(image, 0, end);
    *version = str_from(image, end);
}

static bool is_text(const struct node *n)
{
    return node_kind(n) != NODE_NULL && node_text(n).len;
}

static void tell_field(const struct node *of, struct str field, enum name_kind kind, const char *how, told_name *tell,
                       void *context)
{
    const struct node *name = of ? node_field(of, field) : NULL;

    if (is_text(name))
        tell(context, kind, how, name);
}

static void tell_source(const struct node *source, struct str secret, told_name *tell, void *context)
{
    tell_field(node_field(source, STR("secret")), secret, NAME_SECRET, "volume", tell, context);
    tell_field(node_field(source, STR("configMap")), STR("name"), NAME_CONFIG_MAP, "volume", tell, context);
}

void volumes_tell(const struct node *volumes, told_name *tell, void *context)
{
    for (const struct node *v = node_first(volumes); v; v = node_next(volumes, v)) {
        const struct node *projected = node_field(node_value(v), STR("projected"));
        const struct node *sources = node_field(projected, STR("sources"));
        tell_source(node_value(v), STR("secretName"), tell, context);
        for (const struct node *s = node_first(sources); s; s = node_next(sources, s))
            tell_source(node_value(s), STR("name"), tell, context);
    }
}

void env_tells(const struct node *env, told_name *tell, void *context)
{
    for (const struct node *e = node_first(env); e; e = node_next(env, e)) {
        const struct node *from = node_field(node_value(e), STR("valueFrom"));
        if (!from)
            continue;
        tell_field(node_field(from, STR("secretKeyRef")), STR("name"), NAME_SECRET, "env", tell, context);
        tell_field(node_field(from, STR("configMapKeyRef")), STR("name"), NAME_CONFIG_MAP, "env", tell, context);
    }
}

static void whole_env_tells(const struct node *list, told_name *tell, void *context)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        const struct node *from = node_value(e);
        tell_field(node_field(from, STR("secretRef")), STR("name"), NAME_SECRET, "envFrom", tell, context);
        tell_field(node_field(from, STR("configMapRef")), STR("name"), NAME_CONFIG_MAP, "envFrom", tell, context);
    }
}

static void ask_told(void *context, enum name_kind kind, const char *how, const struct node *name)
{
    ask(context, kind, node_text(name), name)->value = str_c(how);
}

static void ask_containers(struct asking *w, const struct node *list)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        const struct node *container = node_value(e), *image = node_field(container, STR("image"));
        struct str name, version;
        if (is_text(image)) {
            image_split(node_text(image), &name, &version);
            ask(w, NAME_IMAGE, name, image)->value = word_of(w->arena, w->words, version);
        }
        env_tells(node_field(container, STR("env")), ask_told, w);
        whole_env_tells(node_field(container, STR("envFrom")), ask_told, w);
    }
}

static void ask_refs(struct asking *w, const struct node *refs)
{
    for (const struct node *e = node_first(refs); e; e = node_next(refs, e)) {
        const struct node *org = node_field(node_value(e), STR("org")), *repo = node_field(node_value(e), STR("repo"));
        const struct node *branch = node_field(node_value(e), STR("base_ref"));
        struct arena scratch = { 0 };
        struct str full = ARENA_JOIN(&scratch, node_text(org), STR("/"), node_text(repo));
        if (is_text(org) && is_text(repo)) {
            full = ask(w, NAME_REPO, full, repo)->name;
            if (is_text(branch))
                ask(w, NAME_BRANCH, node_text(branch), branch)->of = full;
        }
        arena_free(&scratch);
    }
}

static void ask_decoration(struct asking *w, const struct node *d)
{
    static const struct str names[] = {
        STR_INIT("gcs_credentials_secret"),
        STR_INIT("s3_credentials_secret"),
        STR_INIT("cookiefile_secret"),
    };
    const struct node *keys = d ? node_field(d, STR("ssh_key_secrets")) : NULL;

    for (size_t i = 0; d && i < COUNT_OF(names); i++)
        tell_field(d, names[i], NAME_SECRET, "decoration", ask_told, w);
    for (const struct node *e = node_first(keys); e; e = node_next(keys, e))
        if (is_text(e))
            ask_told(w, NAME_SECRET, "decoration", e);
    if (d)
        tell_field(node_field(d, STR("oauth_token_secret")), STR("name"), NAME_SECRET, "decoration", ask_told, w);
}

static bool is_of_name(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '-' || c == '/' ||
           c == '.';
}

/* The path that an expression without anything else stands for; empty where it stands for more. */
static struct str plain_path(struct arena *a, struct str regex)
{
    char *path = ARENA_ARRAY(a, char, regex.len + 1);
    size_t n = 0;

    for (size_t i = 0; i < regex.len; i++) {
        if (regex.p[i] == '\\' && i + 1 < regex.len && !is_of_name(regex.p[i + 1]))
            return STR("");
        i += regex.p[i] == '\\' && i + 1 < regex.len && strchr("./-_", regex.p[i + 1]);
        if (!is_of_name(regex.p[i]))
            return STR("");
        path[n++] = regex.p[i];
    }
    return (struct str){ path, n };
}

static void ask_file(struct asking *w, struct str field, const struct node *at, struct str regex)
{
    struct arena scratch = { 0 };
    struct str path = plain_path(&scratch, regex);
    size_t slash = str_rfind_char(path, '/');

    if (path.len && slash != SIZE_MAX && slash > 0 && str_has(str_from(path, slash), STR("."))) {
        struct job_ask *k = ask(w, NAME_CHANGED_FILE, path, at);
        k->of = w->summary->repo;
        k->value = field;
    }
    arena_free(&scratch);
}

/* ^a$, ^(a|b)$ and ^a$|^b$ name whole files. */
static void ask_files(struct asking *w, struct str field)
{
    const struct node *at = job_get(w->job, field);
    struct str text = at ? node_text(at) : STR(""), one;
    bool group = str_starts(text, STR("^(")) && str_ends(text, STR(")$"));

    if (!str_starts(text, STR("^")) || !str_ends(text, STR("$")))
        return;
    if (group)
        text = str_slice(text, 2, text.len - 2);
    while (str_cut(text, '|', &one, &text) || one.len)
        if (group)
            ask_file(w, field, at, one);
        else if (str_starts(one, STR("^")) && str_ends(one, STR("$")))
            ask_file(w, field, at, str_slice(one, 1, one.len - 1));
}

void job_asks_read(struct job_summary *s, struct arena *a, struct map *words, const struct job *j)
{
    struct asking w = { .summary = s, .arena = a, .words = words, .job = j };

    ask_labels(&w);
    ask(&w, NAME_CLUSTER, j->cluster, job_get(j, STR("cluster")));
    for (size_t i = 0; i < j->preset_count; i++)
        ask(&w, NAME_PRESET, j->presets[i]->name,
            node_key(j->labels, node_text(node_first_key(j->presets[i]->labels))));
    if (j->spec) {
        ask_containers(&w, node_field(j->spec, STR("initContainers")));
        ask_containers(&w, node_field(j->spec, STR("containers")));
        volumes_tell(node_field(j->spec, STR("volumes")), ask_told, &w);
    }
    ask_refs(&w, job_get(j, STR("extra_refs")));
    ask_decoration(&w, job_get(j, STR("decoration_config")));
    ask_files(&w, STR("run_if_changed"));
    ask_files(&w, STR("skip_if_only_changed"));
    s->asks = w.asks;
    s->ask_count = w.count;
}
