using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data;

/// <summary>The table mappings that rooms hand to the one context, so that Data does not know the rooms.</summary>
public sealed class ModelParts(IEnumerable<Action<ModelBuilder>> contributed)
{
    private readonly Action<ModelBuilder>[] parts = [.. contributed];

    internal void Apply(ModelBuilder model)
    {
        foreach (var part in parts)
            part(model);
    }
}
