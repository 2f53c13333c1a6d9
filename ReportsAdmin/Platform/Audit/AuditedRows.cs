using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ReportsAdmin.Platform.Audit;

/// <summary>How changes of one entity type become entries. Rooms make one by <see cref="AuditSetup.AddAudited"/>.</summary>
public abstract class AuditedRows
{
    internal abstract Type Type { get; }

    /// <summary>The entry of one row's change; null when nothing that is recorded changed.</summary>
    internal abstract AuditEntry? EntryOf(EntityEntry entry, EntityState state);
}

/// <summary>A type whose fields are recorded from what to what. Only fields that are named here are recorded, so what is secret stays out by itself.</summary>
public sealed class AuditedRows<T>(string kind, Func<T, object> id, Func<T, string?> name) : AuditedRows
    where T : class
{
    private readonly List<Column> fields = [];

    internal override Type Type => typeof(T);

    /// <summary>Records old and new value.</summary>
    /// <param name="text">The value as people read it; its own text by default.</param>
    public AuditedRows<T> Field<TValue>(
        Expression<Func<T, TValue>> property,
        string label,
        Func<TValue, string?>? text = null
    )
    {
        Func<object?, string?> write = text is null
            ? AuditField.TextOf
            : value => value is TValue typed ? text(typed) : null;
        fields.Add(new Column(NameOf(property), label, write));
        return this;
    }

    /// <summary>Records that it changed, neither from nor to what: secrets, and contents whose versions the room keeps.</summary>
    /// <param name="only">Another property that must have changed too for it to count.</param>
    public AuditedRows<T> Mark<TValue>(
        Expression<Func<T, TValue>> property,
        string label,
        Expression<Func<T, string?>>? only = null
    )
    {
        fields.Add(new Column(NameOf(property), label, null) { Only = only is null ? null : NameOf(only) });
        return this;
    }

    internal override AuditEntry? EntryOf(EntityEntry entry, EntityState state)
    {
        var row = (T)entry.Entity;
        var changed = fields.Select(f => f.Of(entry, state)).OfType<AuditField>().ToList();
        if (state == EntityState.Modified && changed.Count == 0)
            return null;
        var action = state switch
        {
            EntityState.Added => AuditActions.Added,
            EntityState.Deleted => AuditActions.Removed,
            _ => AuditActions.Changed,
        };
        return AuditExtensions.New(action, kind, id(row), name(row), changed);
    }

    private static string NameOf<TValue>(Expression<Func<T, TValue>> property) =>
        property.Body is MemberExpression member
            ? member.Member.Name
            : throw new ArgumentException("A property is named.", nameof(property));

    private sealed record Column(string Property, string Label, Func<object?, string?>? Text)
    {
        public string? Only { get; init; }

        public AuditField? Of(EntityEntry entry, EntityState state)
        {
            var property = entry.Property(Property);
            if (Only is not null && state == EntityState.Modified && !IsChanged(entry.Property(Only)))
                return null;
            if (state == EntityState.Modified && !IsChanged(property))
                return null;
            if (Text is null)
                return state == EntityState.Modified ? new AuditField(Label, null, null) : null;
            var before = state == EntityState.Added ? null : Text(property.OriginalValue);
            var after = state == EntityState.Deleted ? null : Text(property.CurrentValue);
            // A new record has no old values, and what it lacks needs no line.
            return state switch
            {
                EntityState.Modified => new AuditField(Label, before ?? "", after ?? ""),
                EntityState.Added => string.IsNullOrEmpty(after) ? null : new AuditField(Label, null, after),
                _ => string.IsNullOrEmpty(before) ? null : new AuditField(Label, before, ""),
            };
        }

        // An entity that was attached whole is marked as changed in every property.
        private static bool IsChanged(PropertyEntry property) =>
            property.IsModified && !Equals(property.OriginalValue, property.CurrentValue);
    }
}

/// <summary>A type whose new rows tell of an act themselves: a room's own history.</summary>
public sealed class AuditedEvents<T>(Func<T, DbContext, AuditEntry?> of) : AuditedRows
    where T : class
{
    internal override Type Type => typeof(T);

    internal override AuditEntry? EntryOf(EntityEntry entry, EntityState state) =>
        state == EntityState.Added ? of((T)entry.Entity, entry.Context) : null;
}
