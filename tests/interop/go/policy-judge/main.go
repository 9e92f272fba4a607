// policy-judge judges manifests as an API server does that has some definitions and is asked to be strict.
//
//	policy-judge DEFINITIONS FILE
//
// DEFINITIONS is a folder of CustomResourceDefinitions. Every document of FILE is read by the Go type of its kind, if there
// is one (unknown and doubled keys are errors), and by its definition, if there is one (unknown fields, defaults, schema,
// expressions). A kind that has neither is an error. Each document is printed as JSON on a line.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	helm "github.com/fluxcd/helm-controller/api/v2"
	source "github.com/fluxcd/source-controller/api/v1"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kubernetes "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// Kinds that are read by their types.
var types = map[string]func() any{
	"v1 Secret":                                  func() any { return &core.Secret{} },
	"helm.toolkit.fluxcd.io/v2 HelmRelease":      func() any { return &helm.HelmRelease{} },
	"source.toolkit.fluxcd.io/v1 OCIRepository":  func() any { return &source.OCIRepository{} },
	"source.toolkit.fluxcd.io/v1 HelmRepository": func() any { return &source.HelmRepository{} },
	"source.toolkit.fluxcd.io/v1 HelmChart":      func() any { return &source.HelmChart{} },
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: policy-judge DEFINITIONS FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "policy-judge:", err)
		os.Exit(1)
	}
}

func run(folder, file string) error {
	definitions, err := readDefinitions(folder)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	documents := kubernetes.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = judge(document, definitions)
		}
		if err != nil {
			return err
		}
	}
}

func judge(document []byte, definitions map[string]*definition) error {
	var object map[string]any
	if err := yaml.UnmarshalStrict(document, &object); err != nil {
		return err
	}
	if len(object) == 0 {
		return nil // comments only
	}
	text, err := json.Marshal(object)
	if err != nil {
		return err
	}
	whole := unstructured.Unstructured{Object: object}
	kind := whole.GetAPIVersion() + " " + whole.GetKind()
	typed, defined := types[kind], definitions[kind]
	if typed == nil && defined == nil {
		return fmt.Errorf("%s: no such kind is known here", kind)
	}
	if typed != nil {
		if err := yaml.UnmarshalStrict(document, typed()); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	if defined != nil {
		if err := defined.judge(object); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	fmt.Println(string(text))
	return nil
}
