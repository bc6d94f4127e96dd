#include "prow/versions/deployed.h"

#include "base/ascii.h"
#include "base/gzip.h"
#include "base/path.h"
#include "base/walk.h"
#include "schema/version.h"
#include "syntax/yaml/yaml.h"

#include <errno.h>
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
    { STR_INIT("sub"), true },
    { STR_INIT("gerrit"), true },
    { STR_INIT("gangway"), true },
    { STR_INIT("exporter"), true },
    { STR_INIT("pipeline"), true },
    { STR_INIT("jenkins-operator"), true },
    { STR_INIT("clonerefs"), false },
    { STR_INIT("initupload"), false },
    { STR_INIT("entrypoint"), false },
    { STR_INIT("sidecar"), false },
};

static size_t component_index(struct str name)
{
    size_t n = COUNT_OF(components);

    for (size_t i = 0; i < n; i++)
        if (str_eq(components[i].name, name))
            return i;
    return n;
}

/* Own builds are often called k8s-prow-hook or prow-hook: the component is what follows. */
struct str deployed_component_name(struct str image)
{
    return str_trim_prefix(str_trim_prefix(image, STR("k8s-")), STR("prow-"));
}

static bool is_component(struct str name)
{
    return component_index(name) < COUNT_OF(components);
}

static bool is_lower_hex(char c)
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
    while (n < s.len && is_lower_hex(s.p[n]))
        n++;
    return n >= 17 && n <= 22 ? n : 0;
}

bool deployed_is_version(struct str s)
{
    return s.len && version_length(s) == s.len;
}

/* "prow-controller-manager" begins like a prefix, and is none. */
static struct str component_of(struct str name)
{
    return is_component(name) ? name : deployed_component_name(name);
}

bool deployed_loads(struct str image)
{
    struct str name = component_of(image);

    return is_component(name) && components[component_index(name)].loads;
}

/* The component before the colon at at: the last element of the image's name. */
static struct str component_before(struct str text, size_t at)
{
    size_t start = at;

    while (start > 0 && ((text.p[start - 1] >= 'a' && text.p[start - 1] <= 'z') || text.p[start - 1] == '-' ||
                         (text.p[start - 1] >= '0' && text.p[start - 1] <= '9')))
        start--;
    return start > 0 && text.p[start - 1] == '/' ? component_of(str_slice(text, start, at)) : STR("");
}

/* Whether a "#" that starts a comment stands before this byte of its line. */
static bool in_comment(struct str text, size_t at)
{
    while (at > 0 && text.p[at - 1] != '\n') {
        at--;
        if (text.p[at] == '#' && (at == 0 || text.p[at - 1] == '\n' || text.p[at - 1] == ' ' || text.p[at - 1] == '\t'))
            return true;
    }
    return false;
}

void deployed_add(struct deployed *d, struct arena *a, const struct deployed_image *image)
{
    *ARENA_PUSH(a, d->images, d->count, d->cap) = *image;
}

/* The value of an "image:" on this line; empty where the line has none. */
static struct str image_on(struct str line)
{
    struct str s = str_trim(str_trim_prefix(str_trim(line), STR("- ")));

    return str_starts(s, STR("image:")) ? str_trim(str_from(s, 6)) : STR("");
}

/* "registry/hook:latest", "registry/hook@sha256:...": a component whose version the image does not say. */
static void scan_untagged(struct deployed *d, struct arena *a, struct str file, struct str text)
{
    struct str line, rest = text;

    for (uint32_t number = 1; rest.len; number++) {
        struct str image, last, name;
        size_t slash, end = 0, at;
        str_cut(rest, '\n', &line, &rest);
        image = image_on(line);
        slash = str_rfind_char(str_slice(image, 0, str_find_char(image, '@')), '/');
        last = slash == SIZE_MAX ? STR("") : str_from(image, slash + 1);
        while (end < last.len && last.p[end] != ':' && last.p[end] != '@')
            end++;
        name = str_slice(last, 0, end);
        if (end == last.len || version_length(str_from(last, end + 1)) || !deployed_loads(name))
            continue;
        at = (size_t)(last.p - text.p);
        *ARENA_PUSH(a, d->untagged, d->untagged_count, d->untagged_cap) = (struct deployed_image){
            .component = arena_copy(a, component_of(name)),
            .version = arena_copy(a, last),
            .at = { file, span_of_bytes(text, number, at, at + last.len), false },
        };
    }
}

void deployed_scan(struct deployed *d, struct arena *a, struct str file, struct str text)
{
    uint32_t line = 1;
    size_t counted = 0, found;

    for (size_t at = 0; (found = str_find(str_from(text, at), STR(":v20"))) != SIZE_MAX; at += found + 1) {
        size_t colon = at + found, len = version_length(str_from(text, colon + 1));
        struct str component = component_before(text, colon);
        if (len == 0 || !is_component(component) || in_comment(text, colon))
            continue;
        for (; counted < colon; counted++)
            line += text.p[counted] == '\n';
        deployed_add(d, a,
                     &(struct deployed_image){
                         .component = arena_copy(a, component),
                         .version = arena_copy(a, str_slice(text, colon + 1, colon + 1 + len)),
                         .at = { file, span_of_bytes(text, line, colon + 1, colon + 1 + len), false },
                     });
    }
    scan_untagged(d, a, file, text);
}

const struct deployed_image *deployed_unknown(const struct deployed *d)
{
    for (size_t i = 0; i < d->untagged_count; i++) {
        bool known = false;
        for (size_t k = 0; k < d->count && !known; k++)
            known = str_eq(d->images[k].component, d->untagged[i].component);
        if (!known)
            return &d->untagged[i];
    }
    return NULL;
}

static void take_override(struct deployed *d, struct arena *a, struct str file, const struct tape *t,
                          const struct node *image)
{
    const struct node *tag = node_get(image, STR("newTag"));
    struct str name = node_text(node_get(image, STR("newName"))), version = node_text(tag);

    name = component_of(path_base(name.len ? name : node_text(node_get(image, STR("name")))));
    if (!is_component(name) || version.len == 0 || version_length(version) != version.len)
        return;
    deployed_add(d, a,
                 &(struct deployed_image){
                     .component = arena_copy(a, name),
                     .version = arena_copy(a, version),
                     .at = { file, span_of(t->source, tag), false },
                     .overrides = true,
                 });
}

void deployed_scan_kustomization(struct deployed *d, struct arena *a, struct str file, struct str text)
{
    const struct node *images, *image;
    struct arena scratch = { 0 };
    struct tape t = { 0 };
    struct yaml_error error;

    if (yaml_read(&t, &scratch, text, &YAML_LIMITS, &error) && node_kind(t.root) == NODE_MAPPING) {
        images = node_get(t.root, STR("images"));
        if (node_kind(images) == NODE_SEQUENCE)
            for (image = node_first(images); image; image = node_next(images, image))
                if (node_kind(image) == NODE_MAPPING)
                    take_override(d, a, file, &t, node_value(image));
    }
    arena_free(&scratch);
}

enum { LARGEST_MANIFEST = 16 << 20 };

static bool is_kustomization(struct str path)
{
    struct str name = path_base(path);

    return str_eq(name, STR("kustomization.yaml")) || str_eq(name, STR("kustomization.yml")) ||
           str_eq(name, STR("Kustomization"));
}

static void scan_file(struct deployed *d, struct arena *a, const struct fs *fs, struct str path)
{
    struct buf bytes = { 0 }, plain = { 0 };
    struct fs_error error;
    struct str text, reason;

    if (fs_read(fs, path, LARGEST_MANIFEST, &bytes, &error)) {
        text = buf_str(&bytes);
        /* A damaged one is told where the file is loaded. */
        if (gzip_is(text))
            text = gzip_expand(text, LARGEST_MANIFEST, &plain, a, &reason) ? buf_str(&plain) : STR("");
        deployed_scan(d, a, path, text);
        if (is_kustomization(path))
            deployed_scan_kustomization(d, a, path, text);
        else
            deployed_scan_values(d, a, path, text);
    } else if (!fs_error_not_exist(&error) && error.number != EISDIR) {
        d->unreadable = fs_error_text(&error, a);
    }
    buf_free(&plain);
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

bool deployed_has_control_plane(const struct deployed *d)
{
    for (size_t i = 0; i < d->count; i++)
        if (components[component_index(d->images[i].component)].loads)
            return true;
    return false;
}

void deployed_scan_file(struct deployed *d, struct arena *a, const struct fs *fs, struct str path)
{
    scan_file(d, a, fs, path);
}

void deployed_discover(struct deployed *d, struct arena *a, const struct fs *fs, struct str config, struct str jobs)
{
    /* Around the main file first, as some trees have several control planes, one a folder. */
    static const struct str beside[] = {
        STR_INIT("cluster/*.yaml"),            /* kubernetes, istio, oss */
        STR_INIT("cluster/components/*.yaml"), /* kyma */
        STR_INIT("cluster.yaml"),              /* all in one file: knative and oss, 2019 */
        STR_INIT("prow.yaml"),                 /* tekton */
        STR_INIT("kustomization.yaml"),        /* metal3, 2023: the overlay that holds the main file, */
        STR_INIT("../../base/*.yaml"),         /* and what it lies over */
    };
    /* Each stands for a repository whose manifests are elsewhere; the first with a control plane counts. */
    static const struct str known[] = {
        STR_INIT("config/prod/prow/cluster/*.yaml"),                                       /* knative, 2020 */
        STR_INIT("github/ci/prow-deploy/kustom/base/manifests/upstream/*.yaml"),           /* kubevirt since 2024, */
        STR_INIT("github/ci/prow-deploy/kustom/base/manifests/test_infra/current/*.yaml"), /* since 2021, */
        STR_INIT("github/ci/prow-deploy/kustom/base/manifests/test_infra/*/*.yaml"),       /* where that is a link, */
        STR_INIT("github/ci/prow/templates/*.yaml"),                                       /* and before */
        STR_INIT("prow/manifests/base/*.yaml"),                                            /* metal3, now and before */
        STR_INIT("prow/manifests/*.yaml"),
        STR_INIT("deploy/prow/*.yaml"),         /* gardener, now and before */
        STR_INIT("config/prow/cluster/*.yaml"), /* ... while the main file has another copy */
        STR_INIT("prow/cluster/*.yaml"),        /* cert-manager */
    };
    struct str dir = path_dir_part(config);

    for (size_t i = 0; i < COUNT_OF(beside) && config.len; i++) {
        struct str glob = path_clean(a, ARENA_JOIN(a, dir, beside[i]));
        if (!str_starts(glob, STR("../"))) /* never out of the tree */
            deployed_from_glob(d, a, fs, glob);
    }
    for (size_t i = 0; i < COUNT_OF(known) && !deployed_has_control_plane(d); i++)
        deployed_from_glob(d, a, fs, known[i]);
    if (!deployed_has_control_plane(d))
        deployed_scan_tree(d, a, fs, dir, jobs);
    if (!deployed_has_control_plane(d) && dir.len)
        deployed_scan_tree(d, a, fs, STR("."), jobs);
    if (!deployed_has_control_plane(d) && config.len)
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

/* What the images say together, before any is dropped. */
struct overview {
    bool loads;          /* a component of the control plane is among them */
    bool beside_starter; /* ... in a file that is no starter */
    uint32_t overridden; /* components, by index, that a kustomization sets */
};

static bool in_starter(const struct deployed_image *x)
{
    return str_starts(path_base(x->at.file), STR("starter"));
}

static struct overview look_over(const struct deployed *d)
{
    struct overview o = { 0 };

    for (size_t i = 0; i < d->count; i++) {
        size_t component = component_index(d->images[i].component);
        o.loads = o.loads || components[component].loads;
        o.beside_starter = o.beside_starter || (components[component].loads && !in_starter(&d->images[i]));
        o.overridden |= (uint32_t)d->images[i].overrides << component;
    }
    return o;
}

static bool counts(const struct overview *o, const struct deployed_image *x)
{
    size_t component = component_index(x->component);

    return (components[component].loads || !o->loads) && !(o->beside_starter && in_starter(x)) &&
           (x->overrides || !(o->overridden >> component & 1));
}

static size_t times(const struct deployed *d, struct str version)
{
    size_t n = 0;

    for (size_t i = 0; i < d->count; i++)
        n += str_eq(d->images[i].version, version);
    return n;
}

/* Utility images only hint at what runs: what most of them say is the guess, of equally many the newest. */
static void leave_one_guess(struct deployed *d)
{
    struct str best = STR("");
    size_t most = 0, kept = 0;

    for (size_t i = 0; i < d->count; i++) {
        struct str v = d->images[i].version;
        size_t n = times(d, v);
        if (n > most || (n == most && str_cmp(v, best) > 0)) {
            best = v;
            most = n;
        }
    }
    for (size_t i = 0; i < d->count; i++)
        if (str_eq(d->images[i].version, best))
            d->images[kept++] = d->images[i];
    d->count = kept;
    d->guess = kept > 0;
}

void deployed_reduce(struct deployed *d)
{
    struct overview overview = look_over(d);
    size_t kept = 0;

    if (!overview.loads)
        leave_one_guess(d);
    if (d->count)
        qsort(d->images, d->count, sizeof *d->images, by_place);
    for (size_t i = 0; i < d->count; i++) {
        const struct deployed_image *x = &d->images[i], *last = kept ? &d->images[kept - 1] : NULL;
        if (!counts(&overview, x))
            continue;
        if (last && str_eq(last->component, x->component) && str_eq(last->version, x->version))
            continue;
        d->images[kept++] = *x;
    }
    d->count = kept;
}

/* "hook v20250203-aaaaaaa, deck v20250205-bbbbbbb". */
static struct str version_names(const struct window *w, struct arena *a)
{
    struct str names = STR("");

    for (size_t i = 0; i < w->count; i++) {
        const struct version *v = &w->versions[i];
        names = ARENA_JOIN(a, names, names.len ? STR(", ") : STR(""), v->component,
                           v->component.len ? STR(" ") : STR(""), v->text);
    }
    return names;
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
        report_rule(s, out, STR("deployed-mixed"), tree,
                    "%zu versions of Prow are deployed at once: %.*s; the configuration has to suit all of them",
                    w->count, STR_ARG(version_names(w, &out->arena)));
}
