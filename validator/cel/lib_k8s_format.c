/* Kubernetes' format library. */
#include "base/base64.h"
#include "cel/cost.h"
#include "cel/format_k8s.h"
#include "cel/run.h"
#include "cel/url_k8s.h"
#include "syntax/scalar/calendar.h"
#include "syntax/scalar/label.h"
#include "syntax/scalar/rfc3339.h"

struct cel_format {
    struct str key, name;
    uint64_t pattern_size;
    /* The messages for a text that does not fit; none when it does. */
    void (*check)(struct arena *a, struct str s, struct name_errors *errors);
};

static void dns_label(struct arena *a, struct str s, struct name_errors *errors)
{
    (void)a;
    *errors = str_find_char(s, '.') != SIZE_MAX
                  ? (struct name_errors){ .at = { STR("must not contain dots") }, .count = 1 }
                  : dns1123_label_errors(s);
}

static void subdomain(struct arena *a, struct str s, struct name_errors *errors)
{
    (void)a;
    *errors = dns1123_subdomain_errors(s);
}

/* apimachinery shows the pattern of IsDNS1035Label with its words; label.h only tells whether it holds. */
static void dns1035_label(struct arena *a, struct str s, struct name_errors *errors)
{
    (void)a;
    *errors = (struct name_errors){ .count = 0 };
    if (s.len > 63)
        errors->at[errors->count++] = STR("must be no more than 63 bytes");
    if (!dns1035_label_valid(str_slice(s, 0, s.len > 63 ? 63 : s.len)))
        errors->at[errors->count++] =
            STR("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
                "character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for "
                "validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
}

/* A prefix may end with "-": what is appended to it ends well. */
static struct str completed(struct arena *a, struct str s)
{
    return s.len > 1 && s.p[s.len - 1] == '-' ? ARENA_JOIN(a, str_slice(s, 0, s.len - 1), STR("a")) : s;
}

static void dns_label_prefix(struct arena *a, struct str s, struct name_errors *errors)
{
    dns_label(a, completed(a, s), errors);
}

static void subdomain_prefix(struct arena *a, struct str s, struct name_errors *errors)
{
    subdomain(a, completed(a, s), errors);
}

static void dns1035_prefix(struct arena *a, struct str s, struct name_errors *errors)
{
    dns1035_label(a, completed(a, s), errors);
}

static void qualified_name(struct arena *a, struct str s, struct name_errors *errors)
{
    (void)a;
    *errors = label_key_errors(s, APIMACHINERY_0_36);
}

static void label_value(struct arena *a, struct str s, struct name_errors *errors)
{
    (void)a;
    *errors = label_value_errors(s, APIMACHINERY_0_36);
}

static void one_error(struct name_errors *errors, bool fits, struct str words)
{
    *errors = (struct name_errors){ .at = { words }, .count = !fits };
}

static void uri(struct arena *a, struct str s, struct name_errors *errors)
{
    struct cel_url url;
    struct str error = STR("");
    bool fits = cel_url_read(a, s, &url, &error);

    one_error(errors, fits, error);
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static void uuid(struct arena *a, struct str s, struct name_errors *errors)
{
    size_t digits = 0, i = 0;

    (void)a;
    for (; i < s.len && digits <= 32; i++) {
        if (is_hex(s.p[i]))
            digits++;
        else if (s.p[i] != '-' || (digits != 8 && digits != 12 && digits != 16 && digits != 20) || s.p[i - 1] == '-')
            break;
    }
    one_error(errors, i == s.len && digits == 32, STR("does not match the UUID format"));
}

static void byte(struct arena *a, struct str s, struct name_errors *errors)
{
    struct str bytes;
    bool fits = s.len > 0 && s.len % 4 == 0 && str_find_char(s, '\n') == SIZE_MAX &&
                str_find_char(s, '\r') == SIZE_MAX && base64_decode(a, s, &bytes);

    one_error(errors, fits, STR("invalid base64"));
}

static void date(struct arena *a, struct str s, struct name_errors *errors)
{
    struct moment m;
    struct str error;

    one_error(errors, s.len == 10 && rfc3339_parse(ARENA_JOIN(a, s, STR("T00:00:00Z")), &m, a, &error),
              STR("invalid date"));
}

static void datetime(struct arena *a, struct str s, struct name_errors *errors)
{
    struct moment m;
    struct str error;
    char *upper = (char *)(uintptr_t)arena_copy(a, s).p;

    for (size_t i = 10; i < s.len; i++)
        if (upper[i] == 't' || upper[i] == 'z')
            upper[i] ^= 0x20;
    one_error(errors, rfc3339_parse((struct str){ upper, s.len }, &m, a, &error), STR("invalid datetime"));
}

static const struct cel_format formats[] = {
    { STR_INIT("dns1123Label"), STR_INIT("DNS1123Label"), 30, dns_label },
    { STR_INIT("dns1123Subdomain"), STR_INIT("DNS1123Subdomain"), 60, subdomain },
    { STR_INIT("dns1035Label"), STR_INIT("DNS1035Label"), 30, dns1035_label },
    { STR_INIT("qualifiedName"), STR_INIT("QualifiedName"), 60, qualified_name },
    { STR_INIT("dns1123LabelPrefix"), STR_INIT("DNS1123LabelPrefix"), 30, dns_label_prefix },
    { STR_INIT("dns1123SubdomainPrefix"), STR_INIT("DNS1123SubdomainPrefix"), 60, subdomain_prefix },
    { STR_INIT("dns1035LabelPrefix"), STR_INIT("DNS1035LabelPrefix"), 30, dns1035_prefix },
    { STR_INIT("labelValue"), STR_INIT("LabelValue"), 40, label_value },
    { STR_INIT("uri"), STR_INIT("URI"), 1104, uri },
    { STR_INIT("uuid"), STR_INIT("uuid"), 72, uuid },
    { STR_INIT("byte"), STR_INIT("byte"), 84, byte },
    { STR_INIT("date"), STR_INIT("date"), 72, date },
    { STR_INIT("datetime"), STR_INIT("datetime"), 72, datetime },
};

enum { FORMATS = sizeof(formats) / sizeof(*formats) };

uint64_t cel_format_pattern_size(const struct cel_format *f)
{
    return f->pattern_size;
}

struct str cel_format_name(const struct cel_format *f)
{
    return f->name;
}

static void validate(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct cel_format *f = args[0].object;
    struct name_errors errors;
    struct cel_value *items;

    (void)n;
    f->check(run->arena, cel_text(&args[1]), &errors);
    *out = cel_none();
    items = errors.count ? cel_values(run, errors.count) : NULL;
    if (!items)
        return;
    for (size_t i = 0; i < errors.count; i++)
        items[i] = cel_string(errors.at[i]);
    *out = cel_some(run->arena, cel_list_value(run->arena, items, errors.count));
}

static void named(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    *out = cel_none();
    for (size_t i = 0; i < FORMATS; i++)
        if (str_eq(cel_text(&args[0]), formats[i].key))
            *out = cel_some(run->arena, cel_object(CEL_OPAQUE_FORMAT, &formats[i]));
}

#define CONSTANT(function, index)                                                                                      \
    static void function(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)           \
    {                                                                                                                  \
        (void)run;                                                                                                     \
        (void)args;                                                                                                    \
        (void)n;                                                                                                       \
        *out = cel_object(CEL_OPAQUE_FORMAT, &formats[index]);                                                         \
    }

CONSTANT(format_0, 0)
CONSTANT(format_1, 1)
CONSTANT(format_2, 2)
CONSTANT(format_3, 3)
CONSTANT(format_4, 4)
CONSTANT(format_5, 5)
CONSTANT(format_6, 6)
CONSTANT(format_7, 7)
CONSTANT(format_8, 8)
CONSTANT(format_9, 9)
CONSTANT(format_10, 10)
CONSTANT(format_11, 11)
CONSTANT(format_12, 12)

#define NAMED(name, function)                                                                                          \
    {                                                                                                                  \
        "format." name, "format." name, ">kubernetes.NamedFormat", function, NULL                                      \
    }

const struct cel_decl cel_decls_k8s_format[] = {
    { "validate", "format-validate", ".kubernetes.NamedFormat,string>optional_type(list(string))", validate,
      cel_cost_validate },
    { "format.named", "format-named", "string>optional_type(kubernetes.NamedFormat)", named, NULL },
    NAMED("dns1123Label", format_0),
    NAMED("dns1123Subdomain", format_1),
    NAMED("dns1035Label", format_2),
    NAMED("qualifiedName", format_3),
    NAMED("dns1123LabelPrefix", format_4),
    NAMED("dns1123SubdomainPrefix", format_5),
    NAMED("dns1035LabelPrefix", format_6),
    NAMED("labelValue", format_7),
    NAMED("uri", format_8),
    NAMED("uuid", format_9),
    NAMED("byte", format_10),
    NAMED("date", format_11),
    NAMED("datetime", format_12),
    { NULL, NULL, NULL, NULL, NULL },
};
