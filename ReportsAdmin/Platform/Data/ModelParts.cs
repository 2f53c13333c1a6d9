using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data;

/// <summary>The table mappings that rooms and other platform modules hand to the one context, so that Data knows none of them.</summary>
public sealed class ModelParts(IEnumerable<Action<ModelBuilder>> contributed)
{
    private readonly Action<ModelBuilder>[] parts = [.. contributed];

    internal void Apply(ModelBuilder model)
    {
        foreach (var part in parts)
            part(model);
    }
}
