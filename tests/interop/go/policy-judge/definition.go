package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	extensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	limits "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"
)

// A version of a kind.
type definition struct {
	structural *schema.Structural
	schema     validation.SchemaValidator
}

// readDefinitions reads every definition of a folder, by version and kind.
func readDefinitions(folder string) (map[string]*definition, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	found := map[string]*definition{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var custom extensions.CustomResourceDefinition
		if err := yaml.Unmarshal(text, &custom); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, version := range custom.Spec.Versions {
			key := custom.Spec.Group + "/" + version.Name + " " + custom.Spec.Names.Kind
			if found[key], err = readVersion(version); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	return found, nil
}

func readVersion(version extensions.CustomResourceDefinitionVersion) (*definition, error) {
	var internal apiextensions.JSONSchemaProps
	err := extensions.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &internal, nil)
	if err != nil {
		return nil, err
	}
	structural, err := schema.NewStructural(&internal)
	if err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(&internal)
	return &definition{structural, validator}, err
}

// judge compares an object with its definition. The object gets its defaults.
func (one *definition) judge(object map[string]any) error {
	text, err := json.Marshal(object)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, &object); err != nil { // numbers as an API server has them
		return err
	}
	strict := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	if unknown := pruning.PruneWithOptions(object, one.structural, true, strict); len(unknown) > 0 {
		return fmt.Errorf("unknown fields: %s", strings.Join(unknown, ", "))
	}
	defaulting.Default(object, one.structural)
	if wrong := validation.ValidateCustomResource(nil, object, one.schema); len(wrong) > 0 {
		return wrong.ToAggregate()
	}
	expressions := cel.NewValidator(one.structural, true, limits.PerCallLimit)
	if expressions == nil {
		return nil
	}
	wrong, _ := expressions.Validate(context.Background(), nil, one.structural, object, nil, limits.RuntimeCELCostBudget)
	return wrong.ToAggregate()
}
