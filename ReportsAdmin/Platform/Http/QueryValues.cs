using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Primitives;

namespace ReportsAdmin.Platform.Http;

/// <summary>
/// The query of a request as controllers read it: a name without a value (<c>?status=</c>) is as good as absent, since forms
/// and generated clients send every name they know, and <c>status[]=a&amp;status[]=b</c> is a list, as axios writes it.
/// </summary>
internal sealed class QueryValues : IValueProviderFactory
{
    public Task CreateValueProviderAsync(ValueProviderFactoryContext context)
    {
        var query = context.ActionContext.HttpContext.Request.Query;
        if (query.Count > 0)
            context.ValueProviders.Add(
                new QueryStringValueProvider(
                    BindingSource.Query,
                    new QueryCollection(Given(query)),
                    CultureInfo.InvariantCulture
                )
            );
        return Task.CompletedTask;
    }

    private static Dictionary<string, StringValues> Given(IQueryCollection query)
    {
        var given = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in query)
        {
            var present = values.Where(v => !string.IsNullOrWhiteSpace(v)).ToArray();
            if (present.Length == 0)
                continue;
            var plain = name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name;
            given[plain] = StringValues.Concat(given.GetValueOrDefault(plain), present);
        }

        return given;
    }
}
