//! CustomResourceDefinitions and custom resources, judged as the API server does.
