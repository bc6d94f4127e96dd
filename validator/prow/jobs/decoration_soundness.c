#include "prow/jobs/decoration_soundness.h"

#include "base/quote.h"
#include "schema/behaviour.h"
#include "syntax/scalar/mime.h"
#include "syntax/scalar/url.h"

struct look {
    struct arena *arena;
    const struct window *window;
    const struct decoration *decoration;
    struct decoration_fault *faults;
    size_t count, cap;
};

static void add(struct look *l, struct decoration_fault f)
{
    *ARENA_PUSH(l->arena, l->faults, l->count, l->cap) = f;
}

static bool has(const struct look *l, struct str group)
{
    return decoration_get(l->decoration, group) != NULL;
}

/* The text of a group's field as the layers come to, and the layer that it stands in. */
static const struct node *find_text(const struct look *l, struct str group, struct str field, size_t *layer)
{
    const struct decoration *d = l->decoration;

    for (*layer = d->count; *layer > 0;) {
        const struct node *n = node_field(node_field(d->layers[--*layer], group), field);
        if (text_or_empty(n).len)
            return n;
    }
    return NULL;
}

static struct str gcs_text(const struct look *l, struct str field)
{
    size_t layer;

    return node_text(find_text(l, STR("gcs_configuration"), field, &layer));
}

static void look_for_images(struct look *l)
{
    if (!has(l, STR("utility_images")))
        add(l, (struct decoration_fault){ .path = STR("utility_images"),
                                          .what = STR("has no utility_images, of its own or by default"),
                                          .says = STR("utility image config is not specified") });
}

static void look_at_images(struct look *l)
{
    static const struct str images[] = { STR_INIT("clonerefs"), STR_INIT("initupload"), STR_INIT("entrypoint"),
                                         STR_INIT("sidecar") };
    struct str quoted = STR(""), plain = STR("");
    size_t layer;

    if (!has(l, STR("utility_images")))
        return;
    for (size_t i = 0; i < COUNT_OF(images); i++) {
        if (find_text(l, STR("utility_images"), images[i], &layer))
            continue;
        quoted = arena_printf(l->arena, "%.*s%s\"%.*s\"", STR_ARG(quoted), quoted.len ? " " : "", STR_ARG(images[i]));
        plain = arena_printf(l->arena, "%.*s%s%.*s", STR_ARG(plain), plain.len ? ", " : "", STR_ARG(images[i]));
    }
    if (quoted.len)
        add(l, (struct decoration_fault){
                   .path = STR("utility_images"),
                   .what = arena_printf(l->arena,
                                        "lacks an image for %.*s; it needs clonerefs, initupload, entrypoint "
                                        "and sidecar",
                                        STR_ARG(plain)),
                   .says = arena_printf(l->arena, "the following utility images are not specified: [%.*s]",
                                        STR_ARG(quoted)) });
}

static void look_for_gcs(struct look *l)
{
    if (!has(l, STR("gcs_configuration")))
        add(l, (struct decoration_fault){ .path = STR("gcs_configuration"),
                                          .what = STR("does not say where results go: it has no gcs_configuration"),
                                          .says = STR("GCS upload configuration is not specified") });
}

/* Until 2020-04-08 a secret for Google's storage, then until 2021-01-22 one for either storage. */
static void look_for_secret(struct look *l)
{
    bool s3 = behaviour_holds(l->window, BEHAVIOUR_DECORATION_S3_CREDENTIALS);

    if (behaviour_holds(l->window, BEHAVIOUR_DECORATION_WITHOUT_SECRET))
        return;
    for (size_t i = 0; i < l->decoration->count; i++) {
        const struct node *layer = l->decoration->layers[i];
        if (text_or_empty(node_field(layer, STR("gcs_credentials_secret"))).len ||
            (s3 && text_or_empty(node_field(layer, STR("s3_credentials_secret"))).len))
            return;
    }
    add(l, (struct decoration_fault){ .path = STR("gcs_credentials_secret"),
                                      .what = STR("names no gcs_credentials_secret to upload results with"),
                                      .says = STR("GCS upload credential secret is not specified") });
}

static void add_gcs(struct look *l, const struct node *n, size_t layer, const char *field, struct str what,
                    struct str says)
{
    add(l, (struct decoration_fault){
               .node = n,
               .layer = layer,
               .path = arena_printf(l->arena, "gcs_configuration.%s", field),
               .what = what,
               .says = ARENA_JOIN(l->arena, STR("GCS configuration is invalid: "), says),
           });
}

static void look_at_bucket(struct look *l)
{
    struct bucket bucket;
    struct str error;
    size_t layer;
    const struct node *n = find_text(l, STR("gcs_configuration"), STR("bucket"), &layer);

    if (n && behaviour_may_hold(l->window, BEHAVIOUR_BUCKET_PARSES) &&
        !bucket_parse(node_text(n), l->arena, &bucket, &error))
        add_gcs(l, n, layer, "bucket",
                arena_printf(l->arena, "has a bucket that is neither a name nor a URL: \"%.*s\"",
                             STR_ARG(node_text(n))),
                error);
}

static bool seen_before(const struct look *l, size_t layer, struct str extension)
{
    for (size_t i = 0; i < layer; i++)
        if (node_get(node_field(node_field(l->decoration->layers[i], STR("gcs_configuration")), STR("mediaTypes")),
                     extension))
            return true;
    return false;
}

static void look_at_media_type(struct look *l, size_t layer, const struct node *key)
{
    struct str text = text_or_empty(node_pair_value(key)), error;
    struct mime mime;

    if (seen_before(l, layer, node_text(key)) || mime_parse(text, l->arena, &mime, &error))
        return;
    add_gcs(l, node_pair_value(key), layer, arena_printf(l->arena, "mediaTypes.%.*s", STR_ARG(node_text(key))).p,
            arena_printf(l->arena, "has no valid media type for files ending in .%.*s: \"%.*s\"",
                         STR_ARG(node_text(key)), STR_ARG(text)),
            arena_printf(l->arena, "invalid extension media type %.*s: %.*s", STR_ARG(arena_quote(l->arena, text)),
                         STR_ARG(error)));
}

/* The media types of a default overwrite those of the job, so the most general layer wins (fact sheet 2.3).
 */
static void look_at_media_types(struct look *l)
{
    if (!behaviour_may_hold(l->window, BEHAVIOUR_MEDIA_TYPES_VALID))
        return;
    for (size_t i = 0; i < l->decoration->count; i++) {
        const struct node *gcs = node_field(l->decoration->layers[i], STR("gcs_configuration"));
        const struct node *types = node_field(gcs, STR("mediaTypes"));
        for (const struct node *k = node_first_key(types); k; k = node_next_key(types, k))
            look_at_media_type(l, i, k);
    }
}

static bool strategy_is_known(struct str strategy)
{
    return str_eq(strategy, STR("legacy")) || str_eq(strategy, STR("explicit")) || str_eq(strategy, STR("single"));
}

static void look_at_strategy(struct look *l)
{
    size_t layer;
    const struct node *n = find_text(l, STR("gcs_configuration"), STR("path_strategy"), &layer);

    if (!has(l, STR("gcs_configuration")) || (n && strategy_is_known(node_text(n))))
        return;
    add_gcs(l, n, layer, "path_strategy",
            n ? arena_printf(l->arena, "has an unknown path_strategy \"%.*s\"; it is legacy, explicit or single",
                             STR_ARG(node_text(n)))
              : STR("has no path_strategy; it is legacy, explicit or single"),
            STR("gcs_path_strategy must be one of \"legacy\", \"explicit\", or \"single\""));
}

static void look_for_default_repo(struct look *l)
{
    struct str strategy = gcs_text(l, STR("path_strategy"));
    bool org = gcs_text(l, STR("default_org")).len, repo = gcs_text(l, STR("default_repo")).len;

    if (!strategy_is_known(strategy) || str_eq(strategy, STR("explicit")) || (org && repo))
        return;
    add_gcs(l, NULL, 0, org ? "default_repo" : "default_org",
            arena_printf(l->arena, "lacks %s, which path_strategy %.*s leaves out of paths; only explicit needs none",
                         !org && !repo ? "default_org and default_repo"
                         : org         ? "default_repo"
                                       : "default_org",
                         STR_ARG(strategy)),
            arena_printf(l->arena, "default org and repo must be provided for GCS strategy \"%.*s\"",
                         STR_ARG(strategy)));
}

static void look_at_git_secrets(struct look *l)
{
    const struct node *keys = decoration_list(l->decoration, STR("ssh_key_secrets"));

    if (!behaviour_may_hold(l->window, BEHAVIOUR_OAUTH_TOKEN_SECRET) || !keys ||
        !decoration_get(l->decoration, STR("oauth_token_secret")))
        return;
    add(l, (struct decoration_fault){
               .path = STR("oauth_token_secret"),
               .what = STR("has both oauth_token_secret and ssh_key_secrets to clone with; it can have one of them"),
               .says = STR("both OAuth token and SSH key secrets are specified") });
}

size_t decoration_faults(struct arena *a, const struct window *w, const struct decoration *d, enum decoration_step step,
                         struct decoration_fault **faults)
{
    static void (*const steps[])(struct look * l) = {
        [DECORATION_IMAGES] = look_for_images,
        [DECORATION_IMAGE_MISSING] = look_at_images,
        [DECORATION_GCS] = look_for_gcs,
        [DECORATION_SECRET] = look_for_secret,
        [DECORATION_BUCKET] = look_at_bucket,
        [DECORATION_MEDIA_TYPE] = look_at_media_types,
        [DECORATION_STRATEGY] = look_at_strategy,
        [DECORATION_DEFAULT_REPO] = look_for_default_repo,
        [DECORATION_OAUTH_SSH] = look_at_git_secrets,
    };
    struct look l = { .arena = a, .window = w, .decoration = d };

    steps[step](&l);
    *faults = l.faults;
    return l.count;
}

void decoration_check_step(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, *(const enum decoration_step *)check_with(c));
}

void decoration_check_common(struct prow_config *c, struct arena *a, const struct window *w)
{
    struct decoration d = { c->common.layers, c->common.count };
    struct decoration_fault *faults;

    c->common.sound = true;
    for (int step = 0; step < DECORATION_STEPS; step++)
        if (decoration_faults(a, w, &d, (enum decoration_step)step, &faults))
            c->common.sound = false;
    c->common.git_secrets =
        decoration_get(&d, STR("oauth_token_secret")) || decoration_list(&d, STR("ssh_key_secrets"));
}

bool decoration_default_is_needed(const struct window *w)
{
    return !behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_ENTRIES) &&
           (behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_SINGLE) ||
            behaviour_may_hold(w, BEHAVIOUR_DECORATION_DEFAULT_MAP_REQUIRED));
}

bool decoration_is_checked(const struct window *w, const struct job *j)
{
    if (!job_has_decoration(j) || job_container_count(j) == 0 ||
        !behaviour_may_hold(w, BEHAVIOUR_DECORATION_CONFIG_COMPLETE))
        return false;
    /* A missing default is told once, not for each job. */
    return !(decoration_default_is_needed(w) && j->decorate && j->config->decoration_count == 0);
}

/* The last layer is the job's own where it has one. */
static bool is_own(const struct job *j, size_t layer)
{
    return node_kind(job_field(j, "decoration_config")) == NODE_MAPPING && layer + 1 == j->decoration.count;
}

static void report_fault(struct check *c, const struct job *j, const struct decoration_fault *f)
{
    bool own = f->node && is_own(j, f->layer);
    const char *field = job_field(j, "decoration_config") ? "decoration_config" : "decorate";
    struct place at = own ? prow_place(j->file, f->node) : job_field_place(j, field);
    struct str path = own ? arena_printf(j->arena, "decoration_config.%.*s", STR_ARG(f->path)) : str_c(field);

    job_report_at(c, j, at, path, "the decoration of job %.*s %.*s", STR_ARG(j->name), STR_ARG(f->what));
    if (f->node && !own)
        also(c, prow_place(j->config->file, f->node), "this default applies");
    job_invalid(c, j, "invalid decoration config: %.*s", STR_ARG(f->says));
}

void decoration_check_job(struct check *c, const struct job *j, enum decoration_step step)
{
    const struct window *w = check_window(c);
    struct decoration_fault *faults;
    size_t count;

    if (!job_has_decoration(j) ||
        (j->config->common.sound && decoration_is_common(&j->decoration, &j->config->common)) ||
        !decoration_is_checked(w, j))
        return;
    count = decoration_faults(j->arena, w, &j->decoration, step, &faults);
    /* What the job itself leaves out may stand in the main file. */
    for (size_t i = 0; i < count; i++)
        if (j->config->plank_known || faults[i].node || step == DECORATION_OAUTH_SSH)
            report_fault(c, j, &faults[i]);
}
