#include "syntax/scalar/label.h"

enum { NAME_MOST = 63, SUBDOMAIN_MOST = 253, PORT_NAME_MOST = 15 };

#define NAME_RULE                                                                                                      \
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "                        \
    "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "               \
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
#define KEY_RULE NAME_RULE " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
#define VALUE_RULE                                                                                                     \
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and "               \
    "must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', "                 \
    "regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
#define DNS_LABEL_RULE                                                                                                 \
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must "                  \
    "start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for "                     \
    "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
#define SUBDOMAIN_RULE                                                                                                 \
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "                  \
    "and must start and end with an alphanumeric character (e.g. 'example.com', regex used for "                       \
    "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
#define ENV_RULE                                                                                                       \
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or "                   \
    "'.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', "                  \
    "regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')"

enum class {
    LOWER = 1,
    UPPER = 2,
    DIGIT = 4,
    DASH = 8,
    DOT = 16,
    UNDERSCORE = 32,
    LETTER = LOWER | UPPER,
    ALPHANUMERIC = LETTER | DIGIT,
    NAME = ALPHANUMERIC | DASH | DOT | UNDERSCORE,
};

static unsigned class_of(char c)
{
    if (c >= 'a' && c <= 'z')
        return LOWER;
    if (c >= 'A' && c <= 'Z')
        return UPPER;
    if (c >= '0' && c <= '9')
        return DIGIT;
    return c == '-' ? DASH : c == '.' ? DOT : c == '_' ? UNDERSCORE : 0;
}

static bool all(struct str s, unsigned classes)
{
    for (size_t i = 0; i < s.len; i++)
        if (!(class_of(s.p[i]) & classes))
            return false;
    return true;
}

/* Not empty, first and last byte of the one class and all of the other. */
static bool framed(struct str s, unsigned edge, unsigned inner)
{
    return s.len && class_of(s.p[0]) & edge && class_of(s.p[s.len - 1]) & edge && all(s, inner);
}

static bool starts_with(struct str s, unsigned classes)
{
    return s.len && class_of(s.p[0]) & classes;
}

static bool matches_name(struct str s)
{
    return framed(s, ALPHANUMERIC, NAME);
}

static bool matches_dns_label(struct str s)
{
    return framed(s, LOWER | DIGIT, LOWER | DIGIT | DASH);
}

static bool matches_subdomain(struct str s)
{
    struct str label;
    bool more = true;

    while (more) {
        more = str_cut(s, '.', &label, &s);
        if (!matches_dns_label(label))
            return false;
    }
    return true;
}

static void add(struct name_errors *e, struct str message)
{
    if (e->count < NAME_ERRORS)
        e->at[e->count++] = message;
}

bool label_value_valid(struct str value)
{
    return value.len == 0 || (value.len <= NAME_MOST && matches_name(value));
}

bool label_key_valid(struct str key)
{
    struct str prefix, name;

    if (!str_cut(key, '/', &prefix, &name))
        return key.len <= NAME_MOST && matches_name(key);
    return name.len <= NAME_MOST && matches_name(name) && dns1123_subdomain_valid(prefix);
}

static void add_prefix_errors(struct name_errors *e, struct str prefix, enum apimachinery version)
{
    if (prefix.len == 0) {
        add(e, STR("prefix part must be non-empty"));
        return;
    }
    if (prefix.len > SUBDOMAIN_MOST)
        add(e, version == APIMACHINERY_0_36 ? STR("prefix part must be no more than 253 bytes")
                                            : STR("prefix part must be no more than 253 characters"));
    if (!matches_subdomain(prefix))
        add(e, STR("prefix part " SUBDOMAIN_RULE));
}

struct name_errors label_key_errors(struct str key, enum apimachinery version)
{
    struct name_errors e = { .count = 0 };
    struct str prefix, name;
    bool prefixed = str_cut(key, '/', &prefix, &name);

    if (!prefixed)
        name = key;
    if (str_find_char(name, '/') != SIZE_MAX) {
        add(&e, version == APIMACHINERY_0_36 ? STR("a valid label key " KEY_RULE) : STR("a qualified name " KEY_RULE));
        return e;
    }
    if (prefixed)
        add_prefix_errors(&e, prefix, version);
    if (name.len == 0)
        add(&e, STR("name part must be non-empty"));
    else if (name.len > NAME_MOST)
        add(&e, version == APIMACHINERY_0_36 ? STR("name part must be no more than 63 bytes")
                                             : STR("name part must be no more than 63 characters"));
    if (!matches_name(name))
        add(&e, STR("name part " NAME_RULE));
    return e;
}

struct name_errors label_value_errors(struct str value, enum apimachinery version)
{
    struct name_errors e = { .count = 0 };

    if (value.len > NAME_MOST)
        add(&e, version == APIMACHINERY_0_36 ? STR("must be no more than 63 bytes")
                                             : STR("must be no more than 63 characters"));
    if (value.len && !matches_name(value))
        add(&e, STR(VALUE_RULE));
    return e;
}

bool dns1123_label_valid(struct str name)
{
    return name.len <= NAME_MOST && matches_dns_label(name);
}

struct name_errors dns1123_label_errors(struct str name)
{
    struct name_errors e = { .count = 0 };

    if (name.len > NAME_MOST)
        add(&e, STR("must be no more than 63 characters"));
    if (!matches_dns_label(name))
        add(&e, matches_subdomain(name) ? STR("must not contain dots") : STR(DNS_LABEL_RULE));
    return e;
}

bool dns1123_subdomain_valid(struct str name)
{
    return name.len <= SUBDOMAIN_MOST && matches_subdomain(name);
}

struct name_errors dns1123_subdomain_errors(struct str name)
{
    struct name_errors e = { .count = 0 };

    if (name.len > SUBDOMAIN_MOST)
        add(&e, STR("must be no more than 253 characters"));
    if (!matches_subdomain(name))
        add(&e, STR(SUBDOMAIN_RULE));
    return e;
}

static bool matches_env_var_name(struct str name)
{
    return name.len && !starts_with(name, DIGIT) && all(name, NAME);
}

/* Names that would walk out of a folder when a volume makes files of them. */
static bool climbs(struct str name)
{
    return str_eq(name, STR(".")) || str_starts(name, STR(".."));
}

bool env_var_name_valid(struct str name)
{
    return matches_env_var_name(name) && !climbs(name);
}

struct name_errors env_var_name_errors(struct str name)
{
    struct name_errors e = { .count = 0 };

    if (!matches_env_var_name(name))
        add(&e, STR(ENV_RULE));
    if (str_eq(name, STR(".")))
        add(&e, STR("must not be '.'"));
    else if (str_eq(name, STR("..")))
        add(&e, STR("must not be '..'"));
    else if (climbs(name))
        add(&e, STR("must not start with '..'"));
    return e;
}

bool dns1035_label_valid(struct str name)
{
    return dns1123_label_valid(name) && starts_with(name, LOWER);
}

bool config_map_key_valid(struct str name)
{
    return name.len && name.len <= SUBDOMAIN_MOST && all(name, NAME) && !climbs(name);
}

bool c_identifier_valid(struct str name)
{
    return starts_with(name, LETTER | UNDERSCORE) && all(name, ALPHANUMERIC | UNDERSCORE);
}

bool http_header_name_valid(struct str name)
{
    return name.len && all(name, ALPHANUMERIC | DASH);
}

bool percent_valid(struct str text)
{
    return text.len >= 2 && text.p[text.len - 1] == '%' && all(str_slice(text, 0, text.len - 1), DIGIT);
}

bool port_name_valid(struct str name)
{
    return name.len <= PORT_NAME_MOST && matches_dns_label(name) && !str_has(name, STR("--")) &&
           !all(name, DIGIT | DASH);
}

struct str name_errors_join(const struct name_errors *errors, struct str separator, struct arena *a)
{
    struct str parts[2 * NAME_ERRORS];
    size_t n = 0;

    for (size_t i = 0; i < errors->count; i++) {
        if (i)
            parts[n++] = separator;
        parts[n++] = errors->at[i];
    }
    return arena_join(a, parts, n);
}

struct str name_errors_list(const struct name_errors *errors, struct arena *a)
{
    return ARENA_JOIN(a, STR("["), name_errors_join(errors, STR(" "), a), STR("]"));
}
