/* scalar: the small syntaxes. The first byte chooses one; what is accepted must have a canonical form that
 * reads as the same value. */
#include "base/unicode.h"
#include "base/utf8.h"
#include "syntax/scalar/address.h"
#include "syntax/scalar/duration.h"
#include "syntax/scalar/goquote.h"
#include "syntax/scalar/int_or_string.h"
#include "syntax/scalar/mime.h"
#include "syntax/scalar/quantity.h"
#include "syntax/scalar/rfc3339.h"
#include "syntax/scalar/selector.h"
#include "syntax/scalar/url.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void try_duration(struct str in, struct arena *a)
{
    struct str error = { NULL, 0 };
    int64_t ns, again;

    if (!duration_parse(in, &ns, a, &error)) {
        must(str_starts(error, STR("time: ")));
        return;
    }
    must(duration_parse(duration_string(ns, a), &again, a, &error) && again == ns);
}

static void try_quantity(struct str in, struct arena *a)
{
    struct str error = { NULL, 0 };
    struct quantity q, again;

    if (!quantity_parse(in, a, &q, &error)) {
        must(error.len > 0);
        return;
    }
    quantity_scaled_value(&q, 0);
    quantity_scaled_value(&q, -3);
    must(quantity_compare(&q, &q) == 0);
    must(quantity_parse(quantity_string(&q, a), a, &again, &error));
    must(quantity_sign(&q) == quantity_sign(&again));
    /* Go drops powers of ten that have no suffix, and lets huge exponents wrap. */
    if ((int64_t)q.digits.len + q.exponent + q.scale < 20)
        must(quantity_compare(&q, &again) == 0);
}

static void try_selector(struct str in, struct arena *a)
{
    struct str error = { NULL, 0 }, text;
    struct selector s;

    selector_parse(in, APIMACHINERY_0_33, a, &s, &error);
    if (!selector_parse(in, APIMACHINERY_0_36, a, &s, &error)) {
        must(error.len > 0);
        return;
    }
    text = selector_string(&s, a);
    must(selector_parse(text, APIMACHINERY_0_36, a, &s, &error));
    must(str_eq(selector_string(&s, a), text));
}

static void try_url(struct str in, struct arena *a)
{
    struct str error = { NULL, 0 }, text;
    struct bucket bucket;
    struct url u, again;

    bucket_parse(in, a, &bucket, &error);
    if (!url_parse(in, a, &u, &error)) {
        must(str_starts(error, STR("parse \"")));
        return;
    }
    text = url_string(&u, a);
    if (url_parse(text, a, &again, &error))
        must(str_eq(again.scheme, u.scheme) && str_eq(again.raw_query, u.raw_query));
}

static void try_names(struct str in, struct arena *a)
{
    struct name_errors errors[] = { label_key_errors(in, APIMACHINERY_0_36), label_value_errors(in, APIMACHINERY_0_33),
                                    dns1123_label_errors(in), dns1123_subdomain_errors(in), env_var_name_errors(in) };

    must(label_key_valid(in) == (errors[0].count == 0));
    must(label_value_valid(in) == (errors[1].count == 0));
    must(dns1123_label_valid(in) == (errors[2].count == 0));
    must(dns1123_subdomain_valid(in) == (errors[3].count == 0));
    must(env_var_name_valid(in) == (errors[4].count == 0));
    must(!dns1123_label_valid(in) || label_value_valid(in));
    must(!dns1035_label_valid(in) || dns1123_label_valid(in));
    must(!env_var_name_valid(in) || in.len > 253 || config_map_key_valid(in));
    must(!port_name_valid(in) || dns1123_label_valid(in));
    must(!c_identifier_valid(in) || env_var_name_valid(in));
    must(!(percent_valid(in) && http_header_name_valid(in)));
    name_errors_list(&errors[0], a);
}

static void try_moment(struct str in, struct arena *a)
{
    struct str error = { NULL, 0 };
    struct moment t, again;

    if (!rfc3339_parse(in, &t, a, &error)) {
        must(str_starts(error, STR("parsing time ")));
        return;
    }
    /* 24:60 is taken and printed as 25:00, which is not. */
    if (t.offset > 24 * 3600 || t.offset < -24 * 3600)
        return;
    must(rfc3339_parse(rfc3339_string(&t, a), &again, a, &error));
    must(t.unix_seconds == again.unix_seconds && t.nanoseconds == again.nanoseconds);
    must(t.offset == again.offset);
}

static void try_mime(struct str in, struct arena *a)
{
    struct str error = { NULL, 0 };
    struct mime m, again;

    if (!mime_parse(in, a, &m, &error)) {
        must(str_starts(error, STR("mime: ")));
        return;
    }
    must(mime_parse(m.type, a, &again, &error) && again.count == 0);
}

static void try_json(struct str in, struct arena *a)
{
    struct scalar s, again;
    struct int_or_string v;
    struct quantity q;
    struct moment t;
    struct str error = { NULL, 0 };
    int64_t ns;

    if (!scalar_from_json(in, a, &s))
        return;
    duration_decode(&s, DURATION_META, STR("A.b"), &ns, a, &error);
    duration_decode(&s, DURATION_PROW, STR(""), &ns, a, &error);
    int_or_string_decode(&s, STR(""), &v, a, &error);
    quantity_decode(&s, a, &q, &error);
    rfc3339_decode(&s, TIME_GO, STR(""), &t, a, &error);
    rfc3339_decode(&s, TIME_META, STR(""), &t, a, &error);
    if (s.kind != SCALAR_STRING)
        return;
    s.raw = (struct str){ NULL, 0 };
    must(scalar_from_json(scalar_raw(&s, a), a, &again) && str_eq(again.text, s.text));
}

static void try_texts(struct str in, struct arena *a)
{
    struct str quoted = go_quote(a, in), error = { NULL, 0 }, trimmed = go_trim_space(in);
    size_t width;
    bool v4;

    must(utf8_valid(quoted));
    for (size_t i = 0; i < quoted.len; i += width)
        must(unicode_is_print(utf8_decode(str_from(quoted, i), &width)));
    must(str_eq(go_trim_space(trimmed), trimmed));
    must(str_eq(go_lower(a, go_lower(a, in)), go_lower(a, in)));
    go_time_quote(a, in);
    address_parse(in, &v4, a, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const TRIES[])(struct str, struct arena *) = {
        try_duration, try_quantity, try_selector, try_url, try_names, try_moment, try_mime, try_json, try_texts,
    };
    struct arena a = { 0 };

    if (size == 0)
        return 0;
    TRIES[data[0] % (sizeof TRIES / sizeof *TRIES)]((struct str){ (const char *)data + 1, size - 1 }, &a);
    arena_free(&a);
    return 0;
}
