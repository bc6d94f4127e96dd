/* label: the names and values of Kubernetes (k8s.io/apimachinery/pkg/util/validation; name-rules, sections
 * 2 to 5, catalog A.4). The *_valid forms are for hot paths; the *_errors forms give the messages that
 * Go's function returns, constant texts in its order. */
#ifndef SYNTAX_SCALAR_LABEL_H
#define SYNTAX_SCALAR_LABEL_H

#include "base/arena.h"

/* Which apimachinery speaks: what is accepted is the same, some words are not. */
enum apimachinery {
    APIMACHINERY_0_36, /* "63 bytes", "a valid label key": Prow's pin since 2026-08-11 */
    APIMACHINERY_0_33, /* "63 characters", "a qualified name": that and all older ones */
};

/* No function below returns more messages than this. */
enum { NAME_ERRORS = 4 };

struct name_errors {
    struct str at[NAME_ERRORS];
    size_t count; /* 0: valid */
};

/* IsQualifiedName, later IsLabelKey: keys of labels and annotations. */
bool label_key_valid(struct str key);
struct name_errors label_key_errors(struct str key, enum apimachinery version);

/* IsValidLabelValue: may be empty. */
bool label_value_valid(struct str value);
struct name_errors label_value_errors(struct str value, enum apimachinery version);

/* IsDNS1123Label: at most 63 bytes. */
bool dns1123_label_valid(struct str name);
struct name_errors dns1123_label_errors(struct str name);

/* IsDNS1123Subdomain: at most 253 bytes; its labels have no limit of their own. */
bool dns1123_subdomain_valid(struct str name);
struct name_errors dns1123_subdomain_errors(struct str name);

/* IsEnvVarName. */
bool env_var_name_valid(struct str name);
struct name_errors env_var_name_errors(struct str name);

bool dns1035_label_valid(struct str name);    /* IsDNS1035Label */
bool config_map_key_valid(struct str name);   /* IsConfigMapKey */
bool c_identifier_valid(struct str name);     /* IsCIdentifier */
bool http_header_name_valid(struct str name); /* IsHTTPHeaderName */
bool percent_valid(struct str text);          /* IsValidPercent: digits and '%' */
bool port_name_valid(struct str name);        /* IsValidPortName */

/* The list as Go's %v prints it: "[first second]". */
struct str name_errors_list(const struct name_errors *errors, struct arena *a);
/* strings.Join(errors, separator). */
struct str name_errors_join(const struct name_errors *errors, struct str separator, struct arena *a);

#endif
