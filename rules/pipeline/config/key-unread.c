#include "base/buf.h"
#include "base/path.h"
#include "pipeline/survey/survey.h"

#include <errno.h>

enum { MOST_BYTES = 1 << 20, MOST_DEPTH = 64 };

/* What the files of a tree may mean when they speak of the configuration: "a.b.c" as .a.b.c, configRef: a.b.c or a path
 * with dots anywhere, and words in quotes, by which a program may ask for a key. */
struct reads {
    const struct surveys *all;
    struct map paths, words;
    struct arena *arena;
    bool whole; /* every file could be read */
};

static bool is_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void note(struct map *m, struct arena *a, struct str s)
{
    if (s.len && !map_get(m, s))
        *map_at(m, arena_copy(a, s)) = m;
}

/* ".clouds.dev.defaults.a.b" speaks of a.b, too. */
static void note_path(struct reads *r, struct str path)
{
    static const char level[] = "defaults.";
    size_t at = str_find(path, str_c(level));

    note(&r->paths, r->arena, path);
    if (at != SIZE_MAX && (at == 0 || path.p[at - 1] == '.'))
        note(&r->paths, r->arena, str_from(path, at + sizeof level - 1));
}

static bool is_named_before(struct str text, size_t at)
{
    struct str before = str_slice(text, at > 16 ? at - 16 : 0, at);

    while (before.len && (before.p[before.len - 1] == ' ' || before.p[before.len - 1] == '"' ||
                          before.p[before.len - 1] == '\''))
        before.len--;
    return str_ends(before, STR("onfigRef:"));
}

static void read_text(struct reads *r, struct str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t start = i, dots = 0;

        while (i < text.len && (is_part(text.p[i]) || text.p[i] == '.'))
            dots += text.p[i++] == '.';
        if (i == start) {
            i++;
            continue;
        }
        if (dots)
            note_path(r, str_trim_suffix(str_trim_prefix(str_slice(text, start, i), STR(".")), STR(".")));
        else if (is_named_before(text, start))
            note_path(r, str_slice(text, start, i));
        else if (start && i < text.len && text.p[start - 1] == '"' && (text.p[i] == '"' || text.p[i] == ','))
            note(&r->words, r->arena, str_slice(text, start, i));
    }
}

static bool is_configuration(const struct reads *r, struct str path)
{
    const struct pipelines_run *run = r->all->run;

    for (size_t i = 0; i < run->unit_count; i++) {
        const struct config_source *c = &run->units[i].source;

        for (size_t k = 0; k < c->count; k++)
            if (str_eq(c->paths[k], path))
                return true;
        if (str_eq(c->schema, path))
            return true;
    }
    return false;
}

/* Data and prose, which read no settings, and what belongs to others. */
static bool reads_nothing(struct str name)
{
    static const char *const ends[] = { ".json", ".md",  ".sum",  ".txt", ".csv", ".kql", ".html", ".xml",
                                        ".svg",  ".png", ".jpeg", ".jpg", ".pem", ".crt", ".tgz",  ".gz" },
                             *const folders[] = { ".git", "node_modules", "testdata", "vendor" };

    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_ends(name, str_c(ends[i])))
            return true;
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        if (str_eq(name, str_c(folders[i])))
            return true;
    return false;
}

static void walk(struct reads *r, struct str dir, struct buf *bytes, unsigned depth)
{
    const struct fs *fs = r->all->run->fs;
    struct fs_listing list;
    struct fs_error e;

    if (depth > MOST_DEPTH || !fs_list(fs, dir.len ? dir : STR("."), r->arena, &list, &e)) {
        r->whole = false;
        return;
    }
    for (size_t i = 0; i < list.count; i++) {
        struct str path = dir.len ? path_join(r->arena, dir, list.names[i].name) : list.names[i].name;
        enum fs_kind kind = list.names[i].kind;
        struct fs_info info;

        if (kind == FS_UNKNOWN)
            kind = fs_lstat(fs, path, &info, &e) ? info.kind : FS_OTHER;
        if (reads_nothing(list.names[i].name))
            continue;
        if (kind == FS_DIRECTORY)
            walk(r, path, bytes, depth + 1);
        else if (kind == FS_FILE && !is_configuration(r, path)) {
            if (fs_read(fs, path, MOST_BYTES, bytes, &e))
                read_text(r, buf_str(bytes));
            else
                r->whole &= e.number == EFBIG; /* data, not what reads settings */
        }
    }
}

static bool is_read(const struct reads *r, struct str path, struct str key)
{
    for (size_t i = 0; i < key.len; i++)
        if (!is_part(key.p[i]))
            return true;
    return map_get(&r->paths, path) || map_get(&r->words, key);
}

/* One level of one layer: defaults of all, of a cloud, of an environment, or a region's block. */
struct level {
    struct reads *reads;
    struct unit *unit;
    size_t layer;
    struct map *said, *set; /* paths that were told, and all that some level sets */
};

/* Says the topmost keys below which nothing is read; whether something is. */
static bool look(struct level *l, const struct node *map, struct str above, unsigned depth, bool say)
{
    struct arena *a = l->reads->arena;
    struct str none = { "", 0 };
    bool any = false;

    for (const struct node *k = node_first_key(map); k && depth < MOST_DEPTH; k = node_next_key(map, k)) {
        const struct node *v = node_pair_value(k);
        struct str path = above.len ? ARENA_JOIN(a, above, STR("."), node_text(k)) : node_text(k);
        bool whole = is_read(l->reads, path, node_text(k)), read = look(l, v, path, depth + 1, false) || whole;

        any |= read;
        note(l->set, a, path);
        if (say && read && !whole)
            look(l, v, path, depth + 1, true);
        if (!say || read || map_get(l->said, path))
            continue;
        *map_at(l->said, path) = l;
        faults_add(&l->unit->run->faults, "key-unread", place_in_layer(l->unit, l->layer, k), none,
                   ARENA_JOIN(a, STR("no file of this tree reads "), path, STR(": what it says changes nothing")), none);
    }
    return any;
}

static void look_at_layer(struct level *l)
{
    const struct node *root = l->unit->layers[l->layer].root, *clouds = node_get(root, STR("clouds"));
    struct str none = { "", 0 };

    look(l, node_get(root, STR("defaults")), none, 0, true);
    for (const struct node *c = node_first_key(clouds); c; c = node_next_key(clouds, c)) {
        const struct node *envs = node_get(node_pair_value(c), STR("environments"));

        look(l, node_get(node_pair_value(c), STR("defaults")), none, 0, true);
        for (const struct node *e = node_first_key(envs); e; e = node_next_key(envs, e)) {
            const struct node *regions = node_get(node_pair_value(e), STR("regions"));

            look(l, node_get(node_pair_value(e), STR("defaults")), none, 0, true);
            for (const struct node *g = node_first_key(regions); g; g = node_next_key(regions, g))
                look(l, node_pair_value(g), none, 0, true);
        }
    }
}

/* Whether the schema's property, or one below it, is set or read. */
static bool is_wanted(const struct level *l, const struct node *key, struct str path, unsigned depth)
{
    const struct node *list = node_get(node_pair_value(key), STR("properties"));
    struct arena *a = l->reads->arena;

    if (map_get(l->set, path) || is_read(l->reads, path, node_text(key)) || depth > MOST_DEPTH)
        return true;
    for (const struct node *k = node_first_key(list); k; k = node_next_key(list, k))
        if (is_wanted(l, k, ARENA_JOIN(a, path, STR("."), node_text(k)), depth + 1))
            return true;
    return false;
}

/* Some schemas describe the file, not only what it resolves to. */
static bool is_level(struct str key)
{
    return str_eq(key, STR("clouds")) || str_eq(key, STR("defaults")) || str_eq(key, STR("$schema"));
}

/* Keys that the schema allows, that no layer sets, and that no file reads. What stands behind a $ref is for all its users. */
static void look_at_schema(struct level *l, const struct node *schema, struct str above, unsigned depth)
{
    const struct node *list = node_get(schema, STR("properties"));
    struct faults *f = &l->unit->run->faults;
    struct arena *a = l->reads->arena;
    struct str none = { "", 0 };

    for (const struct node *k = node_first_key(list); k && depth < MOST_DEPTH; k = node_next_key(list, k)) {
        struct str path = above.len ? ARENA_JOIN(a, above, STR("."), node_text(k)) : node_text(k);

        if (depth == 0 && is_level(node_text(k)))
            continue;
        if (map_get(l->set, path))
            look_at_schema(l, node_pair_value(k), path, depth + 1);
        else if (!is_wanted(l, k, path, depth))
            faults_add(f, "key-unread", faults_line(f, l->unit->source.schema, k->start), none,
                       ARENA_JOIN(a, STR("the schema allows "), path,
                                  STR(", which no layer sets and no file of this tree reads")),
                       none);
    }
}

/* Who keeps a layer elsewhere may read it elsewhere, too. */
static bool is_complete(const struct pipelines_run *r, const struct unit *u)
{
    bool base = u->source.count && str_eq(u->source.paths[0], r->paths->config);

    return u->layers && !u->overlaid && !u->combined && u->source.count && u->layers[0].root &&
           (!base || r->paths->complete || r->paths->overlay_count == 0);
}

static void check(struct surveys *all)
{
    struct reads r = { .all = all, .arena = all->arena, .whole = true };
    struct buf bytes = { 0 };
    bool any = false;

    for (size_t i = 0; i < all->run->unit_count; i++)
        any |= is_complete(all->run, &all->run->units[i]);
    if (!any)
        return;
    map_init(&r.paths, r.arena);
    map_init(&r.words, r.arena);
    walk(&r, (struct str){ "", 0 }, &bytes, 0);
    buf_free(&bytes);
    for (size_t i = 0; i < all->run->unit_count && r.whole; i++) {
        struct unit *u = &all->run->units[i];
        struct map said, set;
        struct level l = { &r, u, 0, &said, &set };

        map_init(&said, r.arena);
        map_init(&set, r.arena);
        for (; is_complete(all->run, u) && l.layer < u->source.count; l.layer++)
            look_at_layer(&l);
        if (is_complete(all->run, u))
            look_at_schema(&l, u->schema.tape.root, (struct str){ "", 0 }, 0);
    }
}

static const struct survey_rule survey = { .all = check };

const struct rule rule_key_unread = {
    .id = "key-unread",
    .summary = "Some file reads what the configuration says.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
    .survey = &survey,
};
