/* prowjob: the types that a ProwJob is made of, as far as a template can reach them from an empty one. Fields
 * and methods are those of prowapi.ProwJob (sigs.k8s.io/prow a61940897) and k8s.io/apimachinery 0.33. */
#ifndef SYNTAX_TEMPLATE_PROWJOB_H
#define SYNTAX_TEMPLATE_PROWJOB_H

#include "syntax/template/reflect.h"

/* k8s.io/apimachinery/pkg/apis/meta/v1 */
extern const struct template_type meta_type_meta, meta_object_meta, meta_time;
extern const struct template_type meta_type_meta_pointer, meta_object_meta_pointer, meta_time_pointer;

/* error, as the type of a result. */
extern const struct template_type prowjob_error;
extern const struct template_type prowjob_bytes; /* []uint8 */

#endif
