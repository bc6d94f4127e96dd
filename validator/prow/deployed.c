#include "prow/deployed.h"

#include "base/path.h"
#include "base/walk.h"
#include "schema/version.h"

#include <fnmatch.h>
#include <stdlib.h>

/* Components that load the configuration, then those that only ride along in a job's pod. */
static const struct {
    struct str name;
    bool loads;
} components[] = {
    { STR_INIT("hook"), true },
    { STR_INIT("prow-controller-manager"), true },
    { STR_INIT("plank"), true },
    { STR_INIT("deck"), true },
    { STR_INIT("tide"), true },
    { STR_INIT("crier"), true },
    { STR_INIT("horologium"), true },
    { STR_INIT("sinker"), true },
    { STR_INIT("status-reconciler"), true },
    { STR_INIT("clonerefs"), false },
    { STR_INIT("initupload"), false },
    { STR_INIT("entrypoint"), false },
    { STR_INIT("sidecar"), false },
};

static size_t component_index(struct str name)
{
    size_t n = sizeof components / sizeof *components;

    for (size_t i = 0; i < n; i++)
        if (str_eq(components[i].name, name))
            return i;
    return n;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

/* Length of "vYYYYMMDD-" and 7 to 12 hex digits at the start of s; 0 when something else stands there. */
static size_t version_length(struct str s)
{
    size_t n = 10;

    if (s.len < 17 || s.p[0] != 'v' || s.p[9] != '-')
        return 0;
    for (size_t i = 1; i < 9; i++)
        if (!is_digit(s.p[i]))
            return 0;
    while (n < s.len && is_hex(s.p[n]))
        n++;
    return n >= 17 && n <= 22 ? n : 0;
}

/* The component before the colon at at: the last element of the image's name. */
static struct str component_before(struct str text, size_t at)
{
    size_t start = at;

    while (start > 0 && ((text.p[start - 1] >= 'a' && text.p[start - 1] <= 'z') || text.p[start - 1] == '-'))
        start--;
    return start > 0 && text.p[start - 1] == '/' ? str_slice(text, start, at) : STR("");
}

void deployed_scan(struct deployed *d, struct arena *a, struct str file, struct str text)
{
    uint32_t line = 1;
    size_t counted = 0, found;

    for (size_t at = 0; (found = str_find(str_from(text, at), STR(":v20"))) != SIZE_MAX; at += found + 1) {
        size_t colon = at + found, len = version_length(str_from(text, colon + 1));
        struct str component = component_before(text, colon);
        if (len == 0 || component_index(component) == sizeof components / sizeof *components)
            continue;
        for (; counted < colon; counted++)
            line += text.p[counted] == '\n';
        d->images = arena_grow(a, d->images, d->count, &d->cap, sizeof *d->images);
        d->images[d->count++] = (struct deployed_image){
            .component = arena_copy(a, component),
            .version = arena_copy(a, str_slice(text, colon + 1, colon + 1 + len)),
            .at = { file, span_of_bytes(text, line, colon + 1, colon + 1 + len) },
        };
    }
}

enum { LARGEST_MANIFEST = 16 << 20 };

static void scan_file(struct deployed *d, struct arena *a, const struct fs *fs, struct str path)
{
    struct buf bytes = { 0 };
    struct fs_error error;

    if (fs_read(fs, path, LARGEST_MANIFEST, &bytes, &error))
        deployed_scan(d, a, path, buf_str(&bytes));
    buf_free(&bytes);
}

struct glob {
    struct deployed *deployed;
    struct arena *arena;
    const struct fs *fs;
    const char *pattern;
    bool deep; /* has "**": then a "*" crosses folders too, which only finds more */
    size_t matched;
};

static enum walk_answer visit(void *context, const struct walk_entry *e)
{
    struct glob *g = context;
    struct str path;

    if (e->error || (e->kind == FS_DIRECTORY && e->below.len && e->name.p[0] == '.'))
        return e->kind == FS_DIRECTORY ? WALK_SKIP : WALK_ON;
    if (e->kind == FS_DIRECTORY)
        return WALK_ON;
    path = arena_copy(g->arena, str_trim_prefix(e->path, STR("./")));
    if (fnmatch(g->pattern, path.p, g->deep ? FNM_PERIOD : FNM_PATHNAME | FNM_PERIOD) == 0) {
        g->matched++;
        scan_file(g->deployed, g->arena, g->fs, path);
    }
    return WALK_ON;
}

/* The folder that every match lies in: what stands before the first wildcard. */
static struct str fixed_part(struct str glob)
{
    size_t n = 0;

    while (n < glob.len && !str_has(STR("*?["), str_slice(glob, n, n + 1)))
        n++;
    return n == glob.len ? glob : path_dir_part(str_slice(glob, 0, n));
}

bool deployed_from_glob(struct deployed *d, struct arena *a, const struct fs *fs, struct str glob)
{
    struct str root = fixed_part(glob);
    struct glob g = { d, a, fs, arena_copy(a, glob).p, str_has(glob, STR("**")), 0 };

    if (str_eq(root, glob)) {
        struct fs_info info;
        struct fs_error error;
        scan_file(d, a, fs, arena_copy(a, glob));
        return fs_stat(fs, glob, &info, &error);
    }
    while (str_ends(root, STR("/")))
        root.len--;
    walk(fs, a, root.len ? root : STR("."), visit, &g);
    return g.matched > 0;
}

static bool any_loads(const struct deployed *d)
{
    for (size_t i = 0; i < d->count; i++)
        if (components[component_index(d->images[i].component)].loads)
            return true;
    return false;
}

void deployed_discover(struct deployed *d, struct arena *a, const struct fs *fs, struct str config)
{
    /* Below the main file's folder first, as istio has one control plane a folder; then the layouts of others. */
    static const struct str beside[] = { STR_INIT("cluster/*.yaml") };
    static const struct str known[] = {
        STR_INIT("github/ci/prow-deploy/kustom/base/manifests/upstream/*.yaml"),
        STR_INIT("prow/manifests/base/*.yaml"),
        STR_INIT("deploy/prow/*.yaml"),
    };
    struct str dir = path_dir_part(config);

    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        deployed_from_glob(d, a, fs, ARENA_JOIN(a, dir, beside[i]));
    for (size_t i = 0; i < sizeof known / sizeof *known && !any_loads(d); i++)
        deployed_from_glob(d, a, fs, known[i]);
    if (!any_loads(d) && config.len)
        scan_file(d, a, fs, config);
}

static int by_place(const void *pa, const void *pb)
{
    const struct deployed_image *a = pa, *b = pb;
    size_t ca = component_index(a->component), cb = component_index(b->component);
    int order = ca < cb ? -1 : ca > cb;

    if (order == 0)
        order = str_cmp(a->version, b->version);
    if (order == 0)
        order = str_cmp(a->at.file, b->at.file);
    return order ? order : a->at.span.line < b->at.span.line ? -1 : a->at.span.line > b->at.span.line;
}

void deployed_reduce(struct deployed *d)
{
    bool loads = any_loads(d);
    size_t kept = 0;

    if (d->count)
        qsort(d->images, d->count, sizeof *d->images, by_place);
    for (size_t i = 0; i < d->count; i++) {
        const struct deployed_image *x = &d->images[i], *last = kept ? &d->images[kept - 1] : NULL;
        if (loads && !components[component_index(x->component)].loads)
            continue;
        if (last && str_eq(last->component, x->component) && str_eq(last->version, x->version))
            continue;
        d->images[kept++] = *x;
    }
    d->count = kept;
}

void deployed_report(const struct window *w, const struct rule_settings *s, struct findings *out)
{
    struct place tree = { 0 };
    bool mixed = false;

    for (size_t i = 0; i < w->count; i++) {
        const struct version *v = &w->versions[i];
        mixed = mixed || version_compare(v, &w->versions[0]) != 0;
        if (v->newer)
            report_rule(s, out, STR("deployed-newer"), tree,
                        "deployed %.*s is newer than the newest version that prowgate knows; judged by %.*s",
                        STR_ARG(v->text), STR_ARG(version_tag(version_newest().latest, &out->arena)));
    }
    if (mixed)
        report_rule(s, out, STR("deployed-mixed"), tree, "%zu versions of Prow are deployed at once; the "
                                                         "configuration has to suit all of them",
                    w->count);
}
