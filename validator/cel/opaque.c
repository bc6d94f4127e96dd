#include "cel/opaque.h"

#include <stdio.h>

const struct cel_type *cel_opaque_type(const struct cel_value *v)
{
    static const struct cel_type *const types[] = {
        [CEL_OPAQUE_IP] = &cel_type_ip,
        [CEL_OPAQUE_CIDR] = &cel_type_cidr,
        [CEL_OPAQUE_QUANTITY] = &cel_type_quantity,
        [CEL_OPAQUE_URL] = &cel_type_url,
        [CEL_OPAQUE_SEMVER] = &cel_type_semver,
        [CEL_OPAQUE_FORMAT] = &cel_type_format,
    };

    return types[v->opaque];
}

bool cel_opaque_equal(const struct cel_value *a, const struct cel_value *b)
{
    const struct cel_ip *x = a->object, *y = b->object;

    if (a->opaque != b->opaque)
        return false;
    switch (a->opaque) {
    case CEL_OPAQUE_IP:
    case CEL_OPAQUE_CIDR:
        return x->v4 == y->v4 && x->bits == y->bits && memcmp(x->bytes, y->bytes, x->v4 ? 4 : 16) == 0;
    case CEL_OPAQUE_QUANTITY:
        return quantity_compare(a->object, b->object) == 0;
    case CEL_OPAQUE_URL:
        return str_eq(((const struct cel_url *)a->object)->text, ((const struct cel_url *)b->object)->text);
    case CEL_OPAQUE_SEMVER:
        return cel_semver_compare(a->object, b->object) == 0;
    default:
        return a->object == b->object;
    }
}

/* The longest run of zero groups, two at least; the first of several. */
static void longest_zeros(const unsigned *groups, int *start, int *end)
{
    *start = *end = -1;
    for (int i = 0; i < 8; i++) {
        int k = i;
        while (k < 8 && groups[k] == 0)
            k++;
        if (k - i >= 2 && k - i > *end - *start) {
            *start = i;
            *end = k;
        }
    }
}

struct str cel_ip_text(struct arena *a, const struct cel_ip *ip)
{
    const uint8_t *b = ip->bytes;
    unsigned groups[8];
    char text[80];
    int start, end, n = 0;

    if (ip->v4)
        return arena_printf(a, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
    for (int i = 0; i < 8; i++)
        groups[i] = (unsigned)b[2 * i] << 8 | b[2 * i + 1];
    longest_zeros(groups, &start, &end);
    for (int i = 0; i < 8; i++) {
        if (i == start) {
            n += snprintf(text + n, sizeof(text) - (size_t)n, "::");
            i = end;
            if (i >= 8)
                break;
        } else if (i > 0) {
            text[n++] = ':';
        }
        n += snprintf(text + n, sizeof(text) - (size_t)n, "%x", groups[i]);
    }
    return arena_copy(a, (struct str){ text, (size_t)n });
}

static struct str semver_text(struct arena *a, const struct cel_semver *v)
{
    struct str core = arena_printf(a, "%llu.%llu.%llu", (unsigned long long)v->major, (unsigned long long)v->minor,
                                   (unsigned long long)v->patch);

    return ARENA_JOIN(a, core, v->pre.len ? STR("-") : STR(""), v->pre, v->build.len ? STR("+") : STR(""), v->build);
}

struct str cel_opaque_text(struct arena *a, const struct cel_value *v)
{
    const struct cel_ip *ip = v->object;

    switch (v->opaque) {
    case CEL_OPAQUE_IP:
        return cel_ip_text(a, ip);
    case CEL_OPAQUE_CIDR:
        return ARENA_JOIN(a, cel_ip_text(a, ip), arena_printf(a, "/%d", ip->bits));
    case CEL_OPAQUE_QUANTITY:
        return quantity_string(v->object, a);
    case CEL_OPAQUE_URL:
        return ((const struct cel_url *)v->object)->text;
    case CEL_OPAQUE_SEMVER:
        return semver_text(a, v->object);
    default:
        return cel_format_name(v->object);
    }
}
