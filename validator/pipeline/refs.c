#include "pipeline/refs.h"

#include "base/buf.h"
#include "base/quote.h"
#include "pipeline/layers.h"

#include <stdlib.h>

struct walk {
    struct config_ref *refs;
    size_t count, cap;
    const struct node *config;
    struct arena *arena;
    struct buf way;
};

static void put_token(struct buf *b, struct str s)
{
    buf_char(b, '/');
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '~')
            buf_put(b, STR("~0"));
        else if (s.p[i] == '/')
            buf_put(b, STR("~1"));
        else
            buf_char(b, s.p[i]);
    }
}

static void add_ref(struct walk *w, const struct node *value)
{
    struct config_ref r = { arena_copy(w->arena, buf_str(&w->way)), node_text(value), value, { "", 0 } };

    config_get(w->config, r.path, w->arena, &r.error);
    w->refs = arena_grow(w->arena, w->refs, w->count, &w->cap, sizeof r);
    w->refs[w->count++] = r;
}

static int by_key(const void *a, const void *b)
{
    return str_cmp(node_text(*(const struct node *const *)a), node_text(*(const struct node *const *)b));
}

/* As deep as the document, whose reader has a limit. */
static void walk(struct walk *w, const struct node *n)
{
    const struct node **keys = ARENA_ARRAY(w->arena, const struct node *, node_count(n) + 1);
    size_t mark = w->way.len, count = 0, i = 0;

    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k))
        keys[count++] = k;
    if (count)
        qsort(keys, count, sizeof *keys, by_key);
    for (size_t k = 0; k < count; k++) {
        const struct node *v = node_pair_value(keys[k]);

        put_token(&w->way, node_text(keys[k]));
        if (v->kind == NODE_STRING &&
            (node_is(keys[k], STR("configRef")) || node_is(keys[k], STR("providerConfigRef"))))
            add_ref(w, v);
        walk(w, v);
        w->way.len = mark;
    }
    for (const struct node *e = node_first(n); e; e = node_next(n, e), i++) {
        buf_printf(&w->way, "/%zu", i);
        walk(w, node_value(e));
        w->way.len = mark;
    }
}

struct config_ref *refs_read(const struct pipeline *p, const struct node *config, struct arena *a, size_t *count)
{
    struct walk w = { .config = config, .arena = a };

    if (p->tape.root)
        walk(&w, node_value(p->tape.root));
    buf_free(&w.way);
    *count = w.count;
    return w.refs;
}

/* The fields that it looks at, in its order. "variables" are all of a list. */
static const struct {
    const char *action;
    const char *fields[12];
} looked_at[] = {
    { "Shell", { "variables", "shellIdentity" } },
    { "ARM", { "variables" } },
    { "DelegateChildZone", { "parentZone", "childZone" } },
    { "SetCertificateIssuer", { "vaultBaseUrl", "issuer" } },
    { "CreateCertificate", { "vaultBaseUrl", "certificateName", "contentType", "san", "issuer" } },
    { "ResourceProviderRegistration", { "resourceProviderNamespaces" } },
    { "ImageMirror",
      { "targetACR", "sourceRegistry", "repository", "digest", "pullSecretKeyVault", "pullSecretName",
        "shellIdentity" } },
    { "RPLogsAccount", { "subscriptionId", "namespace", "certsan", "certdescription", "configVersion" } },
    { "ClusterLogsAccount", { "subscriptionId", "namespace", "certsan", "certdescription", "configVersion" } },
    { "ProviderFeatureRegistration", { "providerConfigRef" } },
};

static struct str check(const struct node *config, const struct node *ref, struct str place, struct str service,
                        struct arena *a, const struct node **at)
{
    struct str path = node_text(ref), error = { "", 0 };

    if (!path.len || config_get(config, path, a, &error))
        return (struct str){ "", 0 };
    *at = ref;
    return ARENA_JOIN(a, service, STR(": "), place, STR(": configRef "), arena_quote(a, path),
                      STR(" not present in configuration: "), error);
}

static struct str check_field(const struct pipeline *p, const struct node *config, const struct step *s,
                              const char *field, struct str place, struct arena *a, const struct node **at)
{
    const struct node *v = node_field(s->node, str_c(field));
    struct str error = { "", 0 };
    size_t k = 0;

    if (strcmp(field, "providerConfigRef") == 0)
        return check(config, v, ARENA_JOIN(a, place, STR("providerConfigRef")), p->service, a, at);
    if (strcmp(field, "variables") != 0)
        return check(config, node_field(v, STR("configRef")), ARENA_JOIN(a, place, str_c(field)), p->service, a, at);
    for (const struct node *e = node_first(v); e && !error.len; e = node_next(v, e), k++)
        error = check(config, node_field(node_value(e), STR("configRef")),
                      ARENA_JOIN(a, place, arena_printf(a, "variables[%zu]", k)), p->service, a, at);
    return error;
}

static struct str check_step(const struct pipeline *p, const struct node *config, const struct step *s,
                             struct str place, struct arena *a, const struct node **at)
{
    struct str error = { "", 0 };

    for (size_t i = 0; i < sizeof looked_at / sizeof *looked_at; i++) {
        if (!str_eq(s->action, str_c(looked_at[i].action)))
            continue;
        for (const char *const *f = looked_at[i].fields; *f && !error.len; f++)
            error = check_field(p, config, s, *f, place, a, at);
    }
    return error;
}

struct str refs_validate(const struct pipeline *p, const struct node *config, struct arena *a, const struct node **at)
{
    for (size_t i = 0; i < p->group_count; i++)
        for (size_t j = 0; j < p->groups[i].step_count; j++) {
            struct str error = check_step(p, config, &p->groups[i].steps[j],
                                          arena_printf(a, "resourceGroups[%zu].steps[%zu].", i, j), a, at);

            if (error.len)
                return error;
        }
    return (struct str){ "", 0 };
}
