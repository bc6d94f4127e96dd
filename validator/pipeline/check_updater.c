/* The image updater's configuration: what it would stop at, after the merge. */
#include "base/path.h"
#include "base/quote.h"
#include "pipeline/check_parts.h"
#include "pipeline/yamlwrap.h"
#include "syntax/yaml/yaml.h"

struct updater {
    struct pipelines_run *run;
    struct str path, text, name;
};

static void say(struct updater *u, const struct node *at, struct str what)
{
    struct arena *a = u->run->arena;

    what = ARENA_JOIN(a, STR("image "), arena_quote(a, u->name), STR(": "), what);
    faults_add(&u->run->faults, "image-updater-config", faults_line(&u->run->faults, u->path, at->start),
               (struct str){ "", 0 }, what, what);
}

static bool has(const struct node *map, const char *key)
{
    const struct node *n = node_value(node_get(map, str_c(key)));

    return n && node_kind(n) != NODE_NULL && !(node_kind(n) == NODE_STRING && node_text(n).len == 0);
}

/* A name before the slash and another after it, where only says that there are no more. */
static bool has_two_parts(struct str s, bool only)
{
    struct str head, tail;

    str_cut(s, '/', &head, &tail);
    return head.len && tail.len && (!only || !str_has(tail, STR("/")));
}

/* What only a registry is asked by. */
static void check_release(struct updater *u, const struct node *source)
{
    static const char *const registry[] = { "tag", "tagPattern", "architecture", "multiArch", "useAuth", "keyVault" };
    const struct node *release = node_get(source, STR("githubLatestRelease"));

    if (!has_two_parts(node_text(release), true))
        say(u, release,
            ARENA_JOIN(u->run->arena, STR("githubLatestRelease "), node_text(release),
                       STR(" is not of the form owner/repo")));
    for (size_t i = 0; i < sizeof registry / sizeof *registry; i++)
        if (has(source, registry[i]))
            say(u, node_get(source, str_c(registry[i])),
                ARENA_JOIN(u->run->arena, str_c(registry[i]),
                           STR(" is of a registry, and can't be set with githubLatestRelease")));
}

static void check_source(struct updater *u, const struct node *key, const struct node *source)
{
    bool release = has(source, "githubLatestRelease");

    if (release)
        check_release(u, source);
    if (has(source, "image") && !has_two_parts(node_text(node_get(source, STR("image"))), false))
        say(u, node_get(source, STR("image")),
            ARENA_JOIN(u->run->arena, STR("image "), node_text(node_get(source, STR("image"))),
                       STR(" is not of the form registry/repository")));

    if (has(source, "image") == release)
        say(u, key,
            release ? STR("image and githubLatestRelease are mutually exclusive")
                    : STR("one of image and githubLatestRelease is required"));
    if (has(source, "tag") && has(source, "tagPattern"))
        say(u, node_get(source, STR("tagPattern")),
            STR("tag and tagPattern are mutually exclusive, only one can be specified"));
    if (has(source, "architecture") && has(source, "multiArch") && node_true(node_get(source, STR("multiArch"))))
        say(u, node_get(source, STR("multiArch")), STR("architecture and multiArch are mutually exclusive"));
}

static const struct node *read_target(struct updater *u, struct str file)
{
    struct arena *a = u->run->arena;
    struct str path = path_join(a, path_dir_part(u->path), file);
    struct yaml_error e;
    struct tape t;

    if (!yaml_read(&t, a, yaml_wrap(a, faults_source(&u->run->faults, path)), NULL, &e))
        return NULL;
    return t.root;
}

/* A release has a version and no digest. */
static void check_target(struct updater *u, const struct node *target, bool release)
{
    const struct node *at = node_get(target, STR("jsonPath")), *n;
    struct str file = node_text(node_get(target, STR("filePath"))), path = node_text(at), one;
    struct arena *a = u->run->arena;

    if (!path.len || !file.len) {
        say(u, target, STR("a target needs jsonPath and filePath"));
        return;
    }
    if (release && (str_ends(path, STR(".digest")) || str_ends(path, STR(".sha"))))
        say(u, at,
            ARENA_JOIN(a, STR("path "), path, STR(" is one of a digest, and githubLatestRelease gives a version")));
    n = node_value(read_target(u, file));
    for (struct str rest = path; n && rest.len;) {
        str_cut(rest, '.', &one, &rest);
        n = node_kind(n) == NODE_MAPPING ? node_value(node_get(n, one)) : NULL;
    }
    if (!n)
        say(u, at, ARENA_JOIN(a, STR("path "), path, STR(" not found in "), file));
    else if (node_kind(n) == NODE_MAPPING || node_kind(n) == NODE_SEQUENCE)
        say(u, at, ARENA_JOIN(a, STR("path "), path, STR(" does not point to a scalar value")));
}

static void check_image(struct updater *u, const struct node *key)
{
    const struct node *image = node_value(node_pair_value(key)), *targets = node_value(node_get(image, STR("targets"))),
                      *source = node_value(node_get(image, STR("source")));

    u->name = node_text(key);
    if (!has(image, "group"))
        say(u, key, STR("group is required"));
    check_source(u, key, source);
    if (node_count(targets) == 0)
        say(u, key, STR("at least one target is required"));
    for (const struct node *t = node_first(targets); t; t = node_next(targets, t))
        check_target(u, node_value(t), has(source, "githubLatestRelease"));
}

void check_updater(struct pipelines_run *r)
{
    struct updater u = { .run = r, .path = STR("tooling/image-updater/config.yaml") };
    const struct node *images;
    struct yaml_error e;
    struct tape t;

    u.text = faults_source(&r->faults, u.path);
    if (!u.text.len)
        return;
    if (!yaml_read(&t, r->arena, u.text, NULL, &e)) {
        faults_add(&r->faults, "image-updater-config", faults_line(&r->faults, u.path, e.offset), (struct str){ "", 0 },
                   ARENA_JOIN(r->arena, STR("this is no YAML: "), e.message), e.message);
        return;
    }
    images = node_value(node_get(t.root, STR("images")));
    for (const struct node *k = node_first_key(images); k; k = node_next_key(images, k))
        check_image(&u, k);
}
